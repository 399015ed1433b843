@echo off
rem Double-click this file to remove ippbook from Excel. Your own files stay.
if not exist "%~dp0install.cmd" goto missing
rem Without "call", which changes percent signs and carets in the name of a folder. install.cmd does not come back here.
"%~dp0install.cmd" -Uninstall
:missing
echo The other files are missing. Extract the whole zip first: right-click it, Extract All. Then start uninstall.cmd in the new folder.
powershell.exe -NoLogo -NoProfile -Command "Write-Host ([regex]::Unescape('\u6b64\u6587\u4ef6\u662f\u5355\u72ec\u7684\u3002\u8bf7\u5148\u89e3\u538b\u6574\u4e2a zip\uff1a\u53f3\u952e\u5355\u51fb\uff0c\u9009\u62e9\u201c\u5168\u90e8\u89e3\u538b\u7f29\u201d\u3002\u7136\u540e\u5728\u65b0\u6587\u4ef6\u5939\u4e2d\u542f\u52a8 uninstall.cmd\u3002'))"
if not defined IPPBOOK_NO_PAUSE pause
exit /b 2
