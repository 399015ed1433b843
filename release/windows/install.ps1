# Finds or fetches a Python, and starts the steps in setup\start.py with it. Written for Windows PowerShell 5.1, which every Windows has.
param([switch]$Uninstall, [switch]$Yes)
$ErrorActionPreference = 'Continue'
$setup = Join-Path $PSScriptRoot 'setup'
$start = Join-Path $setup 'start.py'
$private = Join-Path $env:LOCALAPPDATA 'ippbook\python'
$wanted = @(Get-Content -LiteralPath (Join-Path $setup 'pythons.txt') | Where-Object { $_.Trim() })

function Write-Both([string]$English, [string]$Chinese) {
    Write-Host $English
    Write-Host $Chinese
}

function Get-Candidate {
    # Programs that may be a Python: an own one of an earlier installation, those of the registry (python.org), those on the PATH.
    if (Test-Path -LiteralPath $private) {
        Get-ChildItem -LiteralPath $private -Directory | ForEach-Object { Join-Path $_.FullName 'python.exe' }
    }
    foreach ($root in 'HKCU:\Software\Python\PythonCore', 'HKLM:\Software\Python\PythonCore') {
        if (Test-Path $root) {
            foreach ($key in Get-ChildItem $root) {
                $place = Join-Path $key.PSPath 'InstallPath'
                if (Test-Path $place) { (Get-Item $place).GetValue('ExecutablePath') }
            }
        }
    }
    Get-Command python.exe -All -CommandType Application -ErrorAction SilentlyContinue | ForEach-Object { $_.Source }
}

function Find-Python {
    foreach ($program in Get-Candidate) {
        # The python.exe of the folder WindowsApps opens the Store instead of running.
        if ($program -and ($program -notlike '*\WindowsApps\*') -and (Test-Path -LiteralPath $program)) {
            & $program -I $start fits 2>$null | Out-Null
            if ($LASTEXITCODE -eq 0) { return $program }
        }
    }
}

$python = Find-Python
if (-not $python -and -not $Uninstall) {
    $version = $wanted[0]
    Write-Both "There is no Python that fits ($($wanted -join ', '), 64-bit). A private Python $version comes from the internet now: about 25 megabytes from github.com, into $private. Only ippbook uses it. To stop, close this window." "没有找到合适的 Python（$($wanted -join '、')，64 位）。现在将从互联网下载一个专用的 Python ${version}：约 25 MB，来自 github.com，存放在 $private。只有 ippbook 会使用它。如要停止，请关闭此窗口。"
    if (-not $Yes) { Read-Host 'Enter / 回车' | Out-Null }
    $env:UV_PYTHON_INSTALL_DIR = $private
    $env:UV_NO_CONFIG = '1'
    $env:UV_CACHE_DIR = Join-Path $env:TEMP 'ippbook-uv'
    try { & (Join-Path $setup 'uv.exe') python install $version --no-bin --no-registry } catch { Write-Host $_ }
    if (Test-Path -LiteralPath $env:UV_CACHE_DIR) { Remove-Item -LiteralPath $env:UV_CACHE_DIR -Recurse -Force -ErrorAction SilentlyContinue }
    $python = Find-Python
}
if (-not $python) {
    if ($Uninstall) {
        Write-Both "No Python was found, so nothing could be removed. Start install.cmd first, then uninstall.cmd." "没有找到 Python，因此无法删除任何内容。请先启动 install.cmd，然后再启动 uninstall.cmd。"
    } else {
        Write-Both "No Python could be fetched: there is no connection to github.com, or a company policy blocks it. Nothing was changed. Install the 64-bit Python $($wanted[0]) from python.org, then start install.cmd again. If you may not install programs, read 'A locked computer' in 'Start here.html'." "无法下载 Python：无法连接 github.com，或被公司策略阻止。没有做任何更改。请从 python.org 安装 64 位的 Python $($wanted[0])，然后重新启动 install.cmd。如果您不能安装程序，请阅读《Start here.html》中的《受限制的计算机》。"
    }
    exit 2
}
if ($Uninstall) { $action = 'uninstall' } else { $action = 'install' }
& $python -I $start $action
$code = $LASTEXITCODE
# A Python does not delete itself: the private one goes when the environment that used it is gone.
if ($Uninstall -and ($code -eq 0) -and (Test-Path -LiteralPath $private) -and -not (Test-Path -LiteralPath (Join-Path $env:LOCALAPPDATA 'ippbook\env'))) {
    Remove-Item -LiteralPath $private -Recurse -Force -ErrorAction SilentlyContinue
    if (-not (Test-Path -LiteralPath $private)) { Write-Both "removed: the private Python" "已删除：专用的 Python" }
}
exit $code
