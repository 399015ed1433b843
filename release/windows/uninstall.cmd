@echo off
rem Double-click this file to remove ippbook from Excel. Your own files stay.
call "%~dp0install.cmd" -Uninstall
exit /b %errorlevel%
