#!/bin/sh
# Double-click this file. It needs no administrator. It finds or fetches a Python, and starts the steps in setup/start.py with it.
here=$(cd "$(dirname "$0")" && pwd) || exit 2
action=${1:-install}
setup=$here/setup
private=$HOME/.ippbook/python
if [ ! -f "$setup/start.py" ]; then
    echo "The folder setup is missing: extract the whole zip again, and start this file in the new folder."
    echo "缺少文件夹 setup：请重新解压整个 zip，然后在新文件夹中启动此文件。"
    exit 2
fi
xattr -dr com.apple.quarantine "$here" 2>/dev/null # the mark of a download: macOS would refuse to start uv
read -r wanted <"$setup/pythons.txt"

find_python() {
    for each in "$private"/*/bin/python3 /Library/Frameworks/Python.framework/Versions/3.*/bin/python3 /opt/homebrew/bin/python3.* /usr/local/bin/python3.* "$(command -v python3)"; do
        case $each in "" | *-config) continue ;; /usr/bin/python3) xcode-select -p >/dev/null 2>&1 || continue ;; esac
        if [ -x "$each" ] && "$each" -I "$setup/start.py" fits >/dev/null 2>&1; then
            echo "$each"
            return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ] && [ "$action" = install ]; then
    echo "There is no Python that fits (3.11 or newer). A private Python $wanted comes from the internet now: about 25 megabytes from github.com, into $private. Only ippbook uses it. To stop, close this window."
    echo "没有找到合适的 Python（3.11 或更高）。现在将从互联网下载一个专用的 Python $wanted：约 25 MB，来自 github.com，存放在 $private。只有 ippbook 会使用它。如要停止，请关闭此窗口。"
    if [ -t 0 ]; then
        printf 'Enter / 回车 '
        read -r _
    fi
    chmod +x "$setup/uv" 2>/dev/null
    UV_PYTHON_INSTALL_DIR=$private UV_NO_CONFIG=1 "$setup/uv" python install "$wanted" --no-bin --no-cache
    python=$(find_python)
fi
if [ -z "$python" ]; then
    echo "No Python was found or fetched: there is no connection to github.com, or a company policy blocks it. Nothing was changed. Install Python $wanted from python.org, then start this file again."
    echo "没有找到也无法下载 Python：无法连接 github.com，或被公司策略阻止。没有做任何更改。请从 python.org 安装 Python $wanted，然后重新启动此文件。"
    exit 2
fi
"$python" -I "$setup/start.py" "$action"
code=$?
if [ "$action" = uninstall ] && [ $code = 0 ] && [ -d "$private" ] && [ ! -e "$HOME/.ippbook/env" ]; then
    rm -rf "$private"
    rmdir "$HOME/.ippbook" 2>/dev/null
    echo "removed: the private Python"
    echo "已删除：专用的 Python"
fi
exit $code
