Attribute VB_Name = "IppBookWizard"
Option Explicit
Option Private Module

' Generated from the declarations by python -m ippbook.workbook_builder: change the declaration, not this text.

Private failed As Boolean

' Called when the workbook opens. An error here costs a description in the wizard, nothing else. False: it was too early.
Public Function IppBookDescribed() As Boolean
    Dim wasSaved As Boolean

    failed = False
    ' Excel stores descriptions in the workbook: without this line it would ask to save at each closing.
    wasSaved = ThisWorkbook.Saved
    Describe1
    If failed Then Exit Function
    Describe2
    Describe3
    Describe4
    Describe5
    Describe6
    Describe7
    Describe8
    Describe9
    Describe10
    Describe11
    Describe12
    Describe13
    Describe14
    Describe15
    Describe16
    Describe17
    Describe18
    Describe19
    Describe20
    Describe21
    Describe22
    Describe23
    Describe24
    Describe25
    Describe26
    Describe27
    Describe28
    Describe29
    Describe30
    Describe31
    Describe32
    Describe33
    Describe34
    Describe35
    Describe36
    Describe37
    Describe38
    Describe39
    Describe40
    Describe41
    Describe42
    Describe43
    Describe44
    Describe45
    Describe46
    Describe47
    Describe48
    Describe49
    Describe50
    Describe51
    Describe52
    Describe53
    Describe54
    Describe55
    Describe56
    Describe57
    ThisWorkbook.Saved = wasSaved
    IppBookDescribed = True
End Function

Private Sub Register(udf As String, text As String, section As String, ParamArray notes() As Variant)
    Dim qualified As String
    Dim argumentNotes As Variant

    On Error Resume Next
    argumentNotes = notes
    qualified = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & udf
    If UBound(notes) < 0 Then
        Application.MacroOptions Macro:=qualified, Description:=text, Category:=section
    Else
        Application.MacroOptions Macro:=qualified, Description:=text, Category:=section, ArgumentDescriptions:=argumentNotes
    End If
    If Err.Number <> 0 Then failed = True
End Sub

Private Sub Describe1()
    Register "IPP_CANONICAL_URL", _
        "The form of a link to store and to file: without tracking, one for each listing; empty if there is none.", _
        "IPP Links", _
        "the link, as copied from a browser, an app or a sheet"
End Sub

Private Sub Describe2()
    Register "IPP_CHARACTERS", _
        "How many characters the portal counts in a text: an emoji counts two, a line break one.", _
        "IPP Complaints", _
        "the text of the complaint"
End Sub

Private Sub Describe3()
    Register "IPP_CLASSES", _
        "The classes of a trademark as numbers with commas; empty if they can be read in two ways, or not at all.", _
        "IPP Rights", _
        "the classes, as typed or pasted"
End Sub

Private Sub Describe4()
    Register "IPP_CURRENCY", _
        "The currency of a price: its ISO 4217 code, or the sign if several currencies share it ($ or kr). Empty if the text names none.", _
        "IPP Links", _
        "the price as a page, an export or a person wrote it"
End Sub

Private Sub Describe5()
    Register "IPP_DUPLICATE_OF", _
        "For each link the first row that leads to the same listing, by its name or its link; empty in the first row itself.", _
        "IPP Links", _
        "the column of links", _
        "the column of short names of the listings; without it, or if a name is blank, the result is the link to store", _
        "return the result of this row only, from 1; as in ROW()-ROW(Listings[#Headers])"
End Sub

Private Sub Describe6()
    Register "IPP_FINDINGS", _
        "Every finding of a workbook, the most severe first: severity, code, table, row in the table, column, and the sentence.", _
        "IPP Checks", _
        "the day for which to check; if blank, the day in the setting As of", _
        "the whole table Rights with its headers, as in Rights[#All]; blank where the workbook has none", _
        "the whole table Listings, as in Listings[#All]; blank where there is none", _
        "the whole table Complaints, as in Complaints[#All]; blank where there is none", _
        "the whole table Accounts, as in Accounts[#All]; blank where there is none", _
        "the whole table Settings; without it the defaults apply", _
        "the whole table Texts, with the team's own takedown texts", _
        "the whole table Waivers, with the findings that the team has accepted"
End Sub

Private Sub Describe7()
    Register "IPP_GF_BEST", _
        "The takedown rate of an account if all that is pending is taken down; empty if nothing is pending or decided.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe8()
    Register "IPP_GF_BEST_QUALIFIES", _
        "Whether an account meets all Good-Faith tests if all that is pending is taken down.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe9()
    Register "IPP_GF_COMPLAINTS", _
        "How many complaints an account filed in the three months that end on a day.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe10()
    Register "IPP_GF_COMPLAINT_NUMBERS", _
        "How many complaint numbers an account's links have, whatever counts as one complaint; each link without a number counts as one.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe11()
    Register "IPP_GF_COUNTER_OF", _
        "The number of complaints by which the counter-notice rate of an account is divided.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe12()
    Register "IPP_GF_COUNTER_RATE", _
        "The share of an account's takedowns that a seller's counter-notice overturned; empty if there is no takedown.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe13()
    Register "IPP_GF_COUNTER_UPHELD", _
        "How many complaints of an account came back after the seller's counter-notice succeeded.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe14()
    Register "IPP_GF_DEAD", _
        "How many complaints of an account ended because the link was dead.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe15()
    Register "IPP_GF_DECIDED", _
        "How many complaints of an account were taken down or rejected.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe16()
    Register "IPP_GF_FAILS", _
        "Which Good-Faith tests an account fails on a day, in words; empty if it qualifies.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe17()
    Register "IPP_GF_HEADROOM", _
        "How many more rejections an account's takedown rate can take, over all and for each reason with a decision.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe18()
    Register "IPP_GF_HEADROOM_BY", _
        "The reason that allows an account the fewest more rejections; empty if all complaints together allow the fewest.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe19()
    Register "IPP_GF_LINKS", _
        "How many links an account reported, whatever counts as one complaint.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe20()
    Register "IPP_GF_LOCKED_UNTIL", _
        "The first day on which an account that lost the status can have it again; empty if it is not locked out.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe21()
    Register "IPP_GF_LOST_ON", _
        "The day on which an account last lost the status, by its figures; empty if it never had it or never lost it.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe22()
    Register "IPP_GF_MONTHS", _
        "An account at the last twelve month ends, as a table: both rates with their limits, and whether it qualified.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe23()
    Register "IPP_GF_NEEDED", _
        "How many further complaints, all taken down, an account needs to meet every test; empty if no number is enough.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe24()
    Register "IPP_GF_PENDING", _
        "How many complaints of an account are not decided yet.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe25()
    Register "IPP_GF_QUALIFIES", _
        "Whether an account meets all Good-Faith tests on a day: enough complaints, enough takedowns, few overturned.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe26()
    Register "IPP_GF_RATE", _
        "The share of an account's decided complaints that were taken down; empty if none is decided.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe27()
    Register "IPP_GF_REASONS", _
        "The figures of an account for each complaint reason in the window, as a table; each reason is tested separately.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe28()
    Register "IPP_GF_REJECTED", _
        "How many complaints of an account the platform refused.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe29()
    Register "IPP_GF_RUNS_OUT", _
        "The first day on which an account no longer qualifies if nothing more is filed or decided; empty if it does not qualify.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe30()
    Register "IPP_GF_RUNS_OUT_BY", _
        "Which tests will fail on the day of IPP_GF_RUNS_OUT, in words; empty if the account does not qualify today.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe31()
    Register "IPP_GF_TAKEDOWN_OF", _
        "The number of complaints by which the takedown rate of an account is divided.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe32()
    Register "IPP_GF_TAKEN_DOWN", _
        "How many complaints of an account the platform accepted, including those reinstated later.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe33()
    Register "IPP_GF_WITHDRAWN", _
        "How many complaints of an account were withdrawn.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe34()
    Register "IPP_GF_WITHDRAWN_RATE", _
        "The share of an account's filed complaints that were withdrawn; many are a sign of misuse. Empty if none is filed.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe35()
    Register "IPP_GF_WORST", _
        "The takedown rate of an account if all that is pending is rejected; empty if nothing is pending or decided.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe36()
    Register "IPP_GF_WORST_QUALIFIES", _
        "Whether an account meets all Good-Faith tests even if all that is pending is rejected.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe37()
    Register "IPP_GF_WORST_REASON", _
        "The reason with an account's lowest takedown rate, because each reason is tested separately; it needs the column of reasons.", _
        "IPP Good-Faith", _
        "the column of account names, one row a link, as in Complaints[Account]", _
        "the column of filing dates, as in Complaints[Filed]", _
        "the column of statuses, as in Complaints[Status]", _
        "the account whose figures you want", _
        "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings", _
        "the column of reasons, as in Complaints[Reason]; with it each reason is tested separately", _
        "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says", _
        "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending", _
        "the number of complaints that is enough; default: the setting, 100 without settings", _
        "the lowest takedown rate that is enough; default: the setting, 90 % without settings", _
        "the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings", _
        "the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says", _
        "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
End Sub

Private Sub Describe38()
    Register "IPP_IN_FORCE", _
        "Whether a right was in force on a day: yes, no, or empty if the dates are not enough.", _
        "IPP Rights", _
        "what kind of right it is, in any known spelling", _
        "where it is registered", _
        "filing date of the application", _
        "date of registration or grant", _
        "last day as the register states it", _
        "the day to check"
End Sub

Private Sub Describe39()
    Register "IPP_ITEM_ID", _
        "The number of the listing that a link leads to, as text; empty if the link does not lead to a listing.", _
        "IPP Links", _
        "the link, as copied from a browser, an app or a sheet"
End Sub

Private Sub Describe40()
    Register "IPP_LINK_KIND", _
        "What a link leads to: item, store, short, other; empty if it does not lead to a marketplace.", _
        "IPP Links", _
        "the link, as copied from a browser, an app or a sheet"
End Sub

Private Sub Describe41()
    Register "IPP_LISTING_KEY", _
        "The key that all links to one listing share; empty if the link does not lead to a listing or store.", _
        "IPP Links", _
        "the link, as copied from a browser, an app or a sheet"
End Sub

Private Sub Describe42()
    Register "IPP_NUMBER", _
        "A registration number as its office prints it; only cleaned if the format is not known or does not fit.", _
        "IPP Rights", _
        "the number, as typed or pasted", _
        "what kind of right it is, in any known spelling", _
        "where it is registered"
End Sub

Private Sub Describe43()
    Register "IPP_NUMBER_PROBLEM", _
        "The problem with a registration number, in a sentence; empty if there is none, or if the format is not known.", _
        "IPP Rights", _
        "the number, as typed or pasted", _
        "what kind of right it is, in any known spelling", _
        "where it is registered"
End Sub

Private Sub Describe44()
    Register "IPP_NUMBER_VALID", _
        "Whether a registration number has the format of its office: yes, no, or empty if the format is not known.", _
        "IPP Rights", _
        "the number, as typed or pasted", _
        "what kind of right it is, in any known spelling", _
        "where it is registered"
End Sub

Private Sub Describe45()
    Register "IPP_PLATFORM", _
        "The marketplace of a link, as its code; empty if the link leads to none.", _
        "IPP Links", _
        "the link, as copied from a browser, an app or a sheet"
End Sub

Private Sub Describe46()
    Register "IPP_PRICE", _
        "The amount of a price; of a range the lowest one. Empty if the text names no amount, or can mean two.", _
        "IPP Links", _
        "the price as a page, an export or a person wrote it"
End Sub

Private Sub Describe47()
    Register "IPP_PROTECTED_UNTIL", _
        "The last day of protection that follows from the dates; empty if they are not enough.", _
        "IPP Rights", _
        "what kind of right it is, in any known spelling", _
        "where it is registered", _
        "filing date of the application", _
        "date of registration or grant", _
        "last day as the register states it"
End Sub

Private Sub Describe48()
    Register "IPP_REASON_FITS", _
        "Whether a reason can be based on a kind of right: yes, no, or empty if the sources do not say.", _
        "IPP Complaints", _
        "the reason of the complaint, in any known spelling", _
        "what kind of right is cited"
End Sub

Private Sub Describe49()
    Register "IPP_REPLY_DUE", _
        "The last day to answer a counter-notice that came on a day. The term is not published: 3 working days here.", _
        "IPP Deadlines", _
        "the day on which the counter-notice came", _
        "Beijing working days to answer; the workbook's column uses the setting Reply working days"
End Sub

Private Sub Describe50()
    Register "IPP_ROW_FINDINGS", _
        "The findings of one row, the most severe first; empty if there are none. It is the column Findings of the table.", _
        "IPP Checks", _
        "the name of the table, as in ""Listings""", _
        "the row in the table, from 1", _
        "the day for which to check; if blank, the day in the setting As of", _
        "the whole table Rights with its headers, as in Rights[#All]; blank where the workbook has none", _
        "the whole table Listings, as in Listings[#All]; blank where there is none", _
        "the whole table Complaints, as in Complaints[#All]; blank where there is none", _
        "the whole table Accounts, as in Accounts[#All]; blank where there is none", _
        "the whole table Settings; without it the defaults apply", _
        "the whole table Texts, with the team's own takedown texts", _
        "the whole table Waivers, with the findings that the team has accepted"
End Sub

Private Sub Describe51()
    Register "IPP_STORE", _
        "The store that a link leads to, by its name or number in the link; empty if the link does not lead to a store.", _
        "IPP Links", _
        "the link, as copied from a browser, an app or a sheet"
End Sub

Private Sub Describe52()
    Register "IPP_SUIT_DUE", _
        "The last day to complain to the authority or to sue after the seller's declaration came; after it, measures are lifted.", _
        "IPP Deadlines", _
        "the day on which the seller's declaration came", _
        "calendar days; the law says 15"
End Sub

Private Sub Describe53()
    Register "IPP_SUIT_LATEST", _
        "The last day to complain or sue if the delay is excused, for example by a notarisation abroad.", _
        "IPP Deadlines", _
        "the day on which the seller's declaration came"
End Sub

Private Sub Describe54()
    Register "IPP_TAKEDOWN_TEXT", _
        "The complete text of one complaint for the portal; if data is missing, the name of the missing field.", _
        "IPP Complaints", _
        "the complaint's number", _
        "the day for which to check; if blank, the day in the setting As of", _
        "the whole table Rights with its headers, as in Rights[#All]; blank where the workbook has none", _
        "the whole table Listings, as in Listings[#All]; blank where there is none", _
        "the whole table Complaints, as in Complaints[#All]; blank where there is none", _
        "the whole table Accounts, as in Accounts[#All]; blank where there is none", _
        "the language of the text; default: the complaint's language, otherwise the one in the settings", _
        "the whole table Settings; without it the defaults apply", _
        "the whole table Texts, with the team's own takedown texts"
End Sub

Private Sub Describe55()
    Register "IPP_USABLE_ON", _
        "Whether a marketplace accepts a right: yes, no, unsure if the sources leave it open, empty if data is missing.", _
        "IPP Rights", _
        "the marketplace, in any known spelling", _
        "what kind of right it is, in any known spelling", _
        "where it is registered", _
        "yes if you have the certificate of extension to China"
End Sub

Private Sub Describe56()
    Register "IPP_WORKDAY", _
        "The day that is a number of Beijing working days after (below 0: before) a day.", _
        "IPP Deadlines", _
        "the day from which to count", _
        "how many working days"
End Sub

Private Sub Describe57()
    Register "IPP_WORKDAYS_BETWEEN", _
        "How many Beijing working days follow a day, up to another day, which counts. Below 0 where that day is earlier.", _
        "IPP Deadlines", _
        "the day from which to count; it does not count itself", _
        "the last day that counts"
End Sub
