#!/bin/sh
# Double-click this file to remove ippbook from Excel. Your own files stay.
exec /bin/sh "$(dirname "$0")/install.command" uninstall
