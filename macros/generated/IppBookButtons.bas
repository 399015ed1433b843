Attribute VB_Name = "IppBookButtons"
Option Explicit

' Generated from the declarations by python -m ippbook.workbook_builder: change the declaration, not this text.

Public Sub IPP_Check()
Attribute IPP_Check.VB_Description = "Check every row and write what is wrong into its column Findings."
    IppBookRun "from ippbook.press import press; press('check')"
End Sub

Public Sub IPP_GoToFinding()
Attribute IPP_GoToFinding.VB_Description = "Select the next cell with a finding and say what is wrong there."
    IppBookRun "from ippbook.press import press; press('go_to_finding')"
End Sub

Public Sub IPP_Explain()
Attribute IPP_Explain.VB_Description = "Explain the finding, the worksheet function or the column of the active cell."
    IppBookRun "from ippbook.press import press; press('explain')"
End Sub

Public Sub IPP_Recalculate()
Attribute IPP_Recalculate.VB_Description = "Check every row and fill every computed column and table."
    IppBookRun "from ippbook.press import press; press('recalculate')"
End Sub

Public Sub IPP_Texts()
Attribute IPP_Texts.VB_Description = "Write the takedown text of every complaint, and how long it is."
    IppBookRun "from ippbook.press import press; press('texts')"
End Sub

Public Sub IPP_GoodFaith()
Attribute IPP_GoodFaith.VB_Description = "Say which accounts qualify for Good-Faith, and fill their figures."
    IppBookRun "from ippbook.press import press; press('good_faith')"
End Sub

Public Sub IPP_ImportListings()
Attribute IPP_ImportListings.VB_Description = "Merge an export with listings into the table Listings."
    IppBookRun "from ippbook.press import press; press('import_listings')"
End Sub

Public Sub IPP_ImportOutcomes()
Attribute IPP_ImportOutcomes.VB_Description = "Merge the portal's export with the outcomes of complaints into the table Complaints."
    IppBookRun "from ippbook.press import press; press('import_outcomes')"
End Sub

Public Sub IPP_Plan()
Attribute IPP_Plan.VB_Description = "Draft complaints from the listings that are ready, and append them to Complaints."
    IppBookRun "from ippbook.press import press; press('plan')"
End Sub

Public Sub IPP_Pack()
Attribute IPP_Pack.VB_Description = "Write a folder for each complaint that is ready: links, text and evidence."
    IppBookRun "from ippbook.press import press; press('pack')"
End Sub

Public Sub IPP_Live()
Attribute IPP_Live.VB_Description = "Let computed columns hold formulas, which Excel calculates while you type."
    IppBookRun "from ippbook.press import press; press('live')"
End Sub

Public Sub IPP_Freeze()
Attribute IPP_Freeze.VB_Description = "Turn the formulas of computed columns into values."
    IppBookRun "from ippbook.press import press; press('freeze')"
End Sub

Public Sub IPP_Undo()
Attribute IPP_Undo.VB_Description = "Restore what the last press of a button changed."
    IppBookRun "from ippbook.press import press; press('undo')"
End Sub
