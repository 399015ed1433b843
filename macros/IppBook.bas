Attribute VB_Name = "IppBook"
Option Explicit

' Handwritten. Shared by the ribbon and the generated Subs of IppBookButtons; see macros/README.md.

Private Const TITLE As String = "ippbook"

' As many cells are remembered, not more: a formula in a million cells must not fill the memory.
Private Const MANY As Long = 10000

' The label of the entry under Undo for the current button; Python sets it when cells have changed.
Private undoLabel As String

' The cells that showed IppBookLater; IppBookCatchUp calculates them.
Private waiting As Collection

' Every button of the ribbon calls this. Its tag is the Sub with its module: a team may have a macro of the same name.
Public Sub IppBookPress(control As IRibbonControl)
    Application.Run "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & control.tag
End Sub

' The workbook's tab has the same buttons as the add-in's. If the add-in is loaded, one tab is enough.
Public Sub IppBookTabVisible(control As IRibbonControl, ByRef shown As Variant)
    Dim addin As Workbook

    shown = True
    On Error Resume Next
    Set addin = Application.Workbooks("ippbook.xlam")
    If Not addin Is Nothing Then shown = False
End Sub

' Python calls this when a button has changed cells: the label of the entry under Undo.
Public Sub IppBookUndoable(label As String)
    undoLabel = Left$(label, 60)
End Sub

' Runs Python, or shows one sentence with the reason why it cannot.
Public Sub IppBookRun(pythonCode As String)
    Dim problem As String

    ' For buttons and macros only: a cell must not start Python with its own command.
    If TypeName(Application.Caller) = "Range" Then Exit Sub
    problem = Obstacle()
    If problem <> "" Then
        MsgBox problem, vbExclamation, TITLE
        Exit Sub
    End If
    undoLabel = ""
    RunPython pythonCode
    ' This must be the last step: anything that a macro does after OnUndo removes the entry.
    If undoLabel <> "" Then Application.OnUndo undoLabel, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!IppBookButtons.IPP_Undo"
End Sub

' True while no function may call Python: the function wizard is open, or Excel still opens a workbook.
Public Function IppBookWaits() As Boolean
    IppBookWaits = Not Application.CommandBars("Standard").Controls(1).Enabled
End Function

' The text in a cell that Excel calculates too early. Nothing here would be an empty result, which the cell shows as 0.
Public Function IppBookLater() As String
    IppBookLater = "#IPP! not calculated yet; if this text stays, press Ctrl+Alt+F9"
    On Error Resume Next
    If TypeName(Application.Caller) <> "Range" Then Exit Function
    If waiting Is Nothing Then Set waiting = New Collection
    If waiting.Count < MANY Then waiting.Add Application.Caller
End Function

' Called when a workbook opens or becomes active: Excel runs IppBookCatchUp as soon as it is ready.
Public Sub IppBookOpened()
    On Error Resume Next
    If waiting Is Nothing Then Exit Sub
    Application.OnTime Now, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!IppBook.IppBookCatchUp"
End Sub

' Calculates the cells that Excel wanted too early. If the user has turned automatic calculation off, they wait for the user.
Public Sub IppBookCatchUp()
    Dim early As Collection
    Dim cell As Variant

    On Error Resume Next
    If waiting Is Nothing Then Exit Sub
    If IppBookWaits() Then Exit Sub
    Set early = waiting
    Set waiting = Nothing
    For Each cell In early
        cell.Dirty
    Next cell
    If Application.Calculation <> xlCalculationManual Then Application.Calculate
End Sub

' The text in a cell if Python does not answer: one short sentence, like every error of a function.
Public Function IppBookFailure(ByVal reason As String) As String
    #If Mac Then
        IppBookFailure = "#IPP! functions do not run in Excel for Mac; use xlwings Lite: ippbook lite FILE"
    #Else
        If Val(Application.VERSION) < 12 Then
            ' LibreOffice calls itself Excel 11; a workbook of this kind needs Excel 12 or newer.
            IppBookFailure = "#IPP! these macros run in Excel only; for LibreOffice save the workbook as .xlsx and run: ippbook libreoffice install"
        ElseIf InStr(reason, "Embedded code") > 0 Then
            IppBookFailure = "#IPP! a sheet name in this workbook ends with .py, and xlwings treats it as code; rename the sheet"
        Else
            IppBookFailure = Replace("#IPP! Python does not answer; run: %LOCALAPPDATA%\ippbook\ippbook.cmd doctor ({reason})", "{reason}", Left$(LastLine(reason), 160))
        End If
    #End If
End Function

' The last line of an error message of Python: it has the reason.
Private Function LastLine(ByVal text As String) As String
    Dim lines As Variant
    Dim place As Long

    lines = Split(Replace(text, vbCr, ""), vbLf)
    For place = UBound(lines) To LBound(lines) Step -1
        If Trim$(lines(place)) <> "" Then
            LastLine = Trim$(lines(place))
            Exit Function
        End If
    Next place
End Function

' Why Python cannot run now; "" if it can.
Private Function Obstacle() As String
    Dim interpreter As String

    If ActiveWorkbook Is Nothing Then
        Obstacle = "No workbook is open. Open one, then click the button again."
        Exit Function
    End If
    #If Mac Then
        interpreter = GetConfig("INTERPRETER_MAC", "")
        If HoldsAny(ActiveWorkbook.Name, """$`|=") Then
            Obstacle = "The file name of this workbook has a quotation mark, $, `, | or =. Python cannot get such a name; rename the file."
            Exit Function
        End If
    #Else
        interpreter = GetConfig("INTERPRETER_WIN", "")
        If HoldsAny(ActiveWorkbook.Name, "%=") Then
            Obstacle = "The file name of this workbook has % or =. Python cannot get such a name; rename the file."
            Exit Function
        End If
    #End If
    If interpreter = "" Then
        Obstacle = "The settings of ippbook do not name a Python. Install ippbook again: extract its zip, and start install.cmd (on a Mac: install.command) in the new folder."
        Exit Function
    End If
    #If Mac Then
        ' Excel's sandbox hides the folder of the environment: a missing Python shows only when it is called.
    #Else
        If Not FileExists(interpreter) Then
            Obstacle = Replace("ippbook is not installed for you on this computer ({file} is missing). Get its zip from the colleague who gave you this workbook, extract it, and start install.cmd in the new folder.", "{file}", interpreter)
        End If
    #End If
End Function

' Python gets the name through a command line, where these characters have another meaning; xlwings cuts it at the first =.
Private Function HoldsAny(ByVal text As String, ByVal letters As String) As Boolean
    Dim place As Long

    For place = 1 To Len(text)
        If InStr(letters, Mid$(text, place, 1)) > 0 Then
            HoldsAny = True
            Exit Function
        End If
    Next place
End Function
