@echo off
rem Double-click this file. It needs no administrator. The steps are in install.ps1 and in setup.
setlocal
if not exist "%~dp0install.ps1" goto missing
if not exist "%~dp0setup\start.py" goto missing
powershell.exe -NoLogo -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" %*
set "code=%errorlevel%"
goto end
:missing
echo The other files are missing. Extract the whole zip first: right-click it, Extract All. Then start install.cmd in the new folder.
powershell.exe -NoLogo -NoProfile -Command "Write-Host ([regex]::Unescape('\u6b64\u6587\u4ef6\u662f\u5355\u72ec\u7684\u3002\u8bf7\u5148\u89e3\u538b\u6574\u4e2a zip\uff1a\u53f3\u952e\u5355\u51fb\uff0c\u9009\u62e9\u201c\u5168\u90e8\u89e3\u538b\u7f29\u201d\u3002\u7136\u540e\u5728\u65b0\u6587\u4ef6\u5939\u4e2d\u542f\u52a8 install.cmd\u3002'))"
set "code=2"
:end
if not defined IPPBOOK_NO_PAUSE pause
exit /b %code%
