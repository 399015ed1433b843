"""Commands on the Excel installation: excel install, uninstall, status; doctor."""
