@echo off
rem Double-click this file. It needs no administrator. The steps are in install.ps1 and in setup.
setlocal DisableDelayedExpansion
if not exist "%~dp0install.ps1" goto missing
if not exist "%~dp0setup\start.py" goto missing
powershell.exe -NoLogo -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" %*
set "code=%errorlevel%"
if "%code%"=="0" goto end
if "%code%"=="2" goto end
if "%code%"=="130" goto end
echo The installer was stopped. If the lines above speak of a policy, of disabled scripts or of a blocked program: your company does not allow it. Show them to your IT, or read "A locked computer" in "Start here.html".
powershell.exe -NoLogo -NoProfile -Command "Write-Host ([regex]::Unescape('\u5b89\u88c5\u7a0b\u5e8f\u88ab\u4e2d\u65ad\u3002\u5982\u679c\u4e0a\u9762\u7684\u6587\u5b57\u63d0\u5230\u7b56\u7565\u3001\u7981\u6b62\u8fd0\u884c\u811a\u672c\u6216\u88ab\u963b\u6b62\u7684\u7a0b\u5e8f\uff0c\u8bf4\u660e\u516c\u53f8\u4e0d\u5141\u8bb8\u3002\u8bf7\u5c06\u5176\u8f6c\u7ed9 IT \u90e8\u95e8\uff0c\u6216\u9605\u8bfb Start here.html \u4e2d\u7684\u201c\u53d7\u9650\u5236\u7684\u8ba1\u7b97\u673a\u201d\u3002'))" 2>nul
goto end
:missing
echo The other files are missing. Extract the whole zip first: right-click it, Extract All. Then start install.cmd in the new folder.
powershell.exe -NoLogo -NoProfile -Command "Write-Host ([regex]::Unescape('\u6b64\u6587\u4ef6\u662f\u5355\u72ec\u7684\u3002\u8bf7\u5148\u89e3\u538b\u6574\u4e2a zip\uff1a\u53f3\u952e\u5355\u51fb\uff0c\u9009\u62e9\u201c\u5168\u90e8\u89e3\u538b\u7f29\u201d\u3002\u7136\u540e\u5728\u65b0\u6587\u4ef6\u5939\u4e2d\u542f\u52a8 install.cmd\u3002'))"
set "code=2"
:end
if not defined IPPBOOK_NO_PAUSE pause
exit /b %code%
