Attribute VB_Name = "IppBook"
Option Explicit

' Written by hand. What the ribbon and the generated Subs of IppBookButtons share; see macros/README.md.

Private Const TITLE As String = "ippbook"

' The procedure behind Undo after the button that runs now; Python names it when cells have changed.
Private undoLabel As String

' Every control of the ribbon calls this; its tag is the Sub with its module, for a team may have a macro of that name.
Public Sub IppBookPress(control As IRibbonControl)
    Application.Run "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & control.Tag
End Sub

' The workbook's own tab has the buttons of the add-in's; where that is loaded, one tab is enough.
Public Sub IppBookTabVisible(control As IRibbonControl, ByRef shown As Variant)
    Dim addin As Workbook

    shown = True
    On Error Resume Next
    Set addin = Application.Workbooks("ippbook.xlam")
    If Not addin Is Nothing Then shown = False
End Sub

' Called by Python when a button has changed cells: the entry that Undo shows then.
Public Sub IppBookUndoable(label As String)
    undoLabel = Left$(label, 60)
End Sub

' Runs Python, or says in one sentence why it cannot.
Public Sub IppBookRun(command As String)
    Dim problem As String

    ' For people and their macros: no cell of whatever workbook may start Python with a command of its own.
    If TypeName(Application.Caller) = "Range" Then Exit Sub
    problem = Obstacle()
    If problem <> "" Then
        MsgBox problem, vbExclamation, TITLE
        Exit Sub
    End If
    undoLabel = ""
    RunPython command
    ' Last, as Excel wants it: what a macro does after OnUndo takes the entry away again.
    If undoLabel <> "" Then Application.OnUndo undoLabel, "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!IppBookButtons.IPP_Undo"
End Sub

' What a cell shows when Python did not answer: one short text, as every refusal of a function.
Public Function IppBookFailure(ByVal reason As String) As String
    #If Mac Then
        IppBookFailure = "#IPP! functions do not run in Excel for Mac; use xlwings Lite: ippbook lite"
    #Else
        If InStr(reason, "Embedded code") > 0 Then
            IppBookFailure = "#IPP! the name of a sheet of this workbook ends with .py, which xlwings takes for code; rename the sheet"
        Else
            IppBookFailure = "#IPP! Python does not answer; run: ippbook doctor (" & Left$(LastLine(reason), 160) & ")"
        End If
    #End If
End Function

' Of a fault that Python tells in many lines, the last one says what it was.
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

' Why nothing can be run now; "" where it can.
Private Function Obstacle() As String
    Dim interpreter As String

    If ActiveWorkbook Is Nothing Then
        Obstacle = "No workbook is open; open one, then press the button again."
        Exit Function
    End If
    #If Mac Then
        interpreter = GetConfig("INTERPRETER_MAC", "")
        If HoldsAny(ActiveWorkbook.Name, """$`|=") Then
            Obstacle = "The name of this workbook holds a quotation mark, $, `, | or =, which do not reach Python as they are; rename the file."
            Exit Function
        End If
    #Else
        interpreter = GetConfig("INTERPRETER_WIN", "")
        If HoldsAny(ActiveWorkbook.Name, "%=") Then
            Obstacle = "The name of this workbook holds % or =, which do not reach Python as they are; rename the file."
            Exit Function
        End If
    #End If
    If interpreter = "" Then
        Obstacle = "The settings sheet of ippbook names no Python; run: ippbook excel install"
        Exit Function
    End If
    #If Mac Then
        ' Excel's sandbox hides the folder of the environment: whether it is there shows when it is called.
    #Else
        If Not FileExists(interpreter) Then
            Obstacle = "ippbook is not installed for you on this computer (" & interpreter & " is missing); open a command window and run: ippbook excel install"
        End If
    #End If
End Function

' The name goes to Python by a command line, in which these mean something else; xlwings reads it up to the first =.
Private Function HoldsAny(ByVal text As String, ByVal letters As String) As Boolean
    Dim place As Long

    For place = 1 To Len(text)
        If InStr(letters, Mid$(text, place, 1)) > 0 Then
            HoldsAny = True
            Exit Function
        End If
    Next place
End Function
