Attribute VB_Name = "IppBookFunctions"
Option Explicit

' Generated from the declarations by python -m ippbook.workbook_builder: change the declaration, not this text.

Function IPP_CANONICAL_URL(url)
Attribute IPP_CANONICAL_URL.VB_Description = "The form of a link to store and to file: without tracking, one for each listing; empty if there is none."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_CANONICAL_URL = IppBookLater()
        Exit Function
    End If
    IPP_CANONICAL_URL = XLPy.CallUDF("ippbook.udfs", "IPP_CANONICAL_URL", _
        Array(url), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_CANONICAL_URL = IppBookFailure(Err.Description)
End Function

Function IPP_CHARACTERS(text)
Attribute IPP_CHARACTERS.VB_Description = "How many characters the portal counts in a text: an emoji counts two, a line break one."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_CHARACTERS = IppBookLater()
        Exit Function
    End If
    IPP_CHARACTERS = XLPy.CallUDF("ippbook.udfs", "IPP_CHARACTERS", _
        Array(text), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_CHARACTERS = IppBookFailure(Err.Description)
End Function

Function IPP_CLASSES(text)
Attribute IPP_CLASSES.VB_Description = "The classes of a trademark as numbers with commas; empty if they can be read in two ways, or not at all."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_CLASSES = IppBookLater()
        Exit Function
    End If
    IPP_CLASSES = XLPy.CallUDF("ippbook.udfs", "IPP_CLASSES", _
        Array(text), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_CLASSES = IppBookFailure(Err.Description)
End Function

Function IPP_CURRENCY(price)
Attribute IPP_CURRENCY.VB_Description = "The currency of a price: its ISO 4217 code, or the sign if several currencies share it ($ or kr). Empty if the text names none."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_CURRENCY = IppBookLater()
        Exit Function
    End If
    IPP_CURRENCY = XLPy.CallUDF("ippbook.udfs", "IPP_CURRENCY", _
        Array(price), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_CURRENCY = IppBookFailure(Err.Description)
End Function

Function IPP_DUPLICATE_OF(urls, Optional names, Optional row)
Attribute IPP_DUPLICATE_OF.VB_Description = "For each link the first row that leads to the same listing, by its name or its link; empty in the first row itself."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_DUPLICATE_OF = IppBookLater()
        Exit Function
    End If
    IPP_DUPLICATE_OF = XLPy.CallUDF("ippbook.udfs", "IPP_DUPLICATE_OF", _
        Array(urls, names, row), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_DUPLICATE_OF = IppBookFailure(Err.Description)
End Function

Function IPP_FINDINGS(as_of, rights, listings, complaints, accounts, Optional settings, Optional texts, _
    Optional waivers)
Attribute IPP_FINDINGS.VB_Description = "Every finding of a workbook, the most severe first: severity, code, table, row in the table, column, and the sentence."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_FINDINGS = IppBookLater()
        Exit Function
    End If
    IPP_FINDINGS = XLPy.CallUDF("ippbook.udfs", "IPP_FINDINGS", _
        Array(as_of, rights, listings, complaints, accounts, settings, texts, _
            waivers), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_FINDINGS = IppBookFailure(Err.Description)
End Function

Function IPP_GF_BEST(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, Optional decided, _
    Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, Optional settings, _
    Optional platforms)
Attribute IPP_GF_BEST.VB_Description = "The takedown rate of an account if all that is pending is taken down; empty if nothing is pending or decided."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_BEST = IppBookLater()
        Exit Function
    End If
    IPP_GF_BEST = XLPy.CallUDF("ippbook.udfs", "IPP_GF_BEST", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_BEST = IppBookFailure(Err.Description)
End Function

Function IPP_GF_BEST_QUALIFIES(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_BEST_QUALIFIES.VB_Description = "Whether an account meets all Good-Faith tests if all that is pending is taken down."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_BEST_QUALIFIES = IppBookLater()
        Exit Function
    End If
    IPP_GF_BEST_QUALIFIES = XLPy.CallUDF("ippbook.udfs", "IPP_GF_BEST_QUALIFIES", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_BEST_QUALIFIES = IppBookFailure(Err.Description)
End Function

Function IPP_GF_COMPLAINTS(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_COMPLAINTS.VB_Description = "How many complaints an account filed in the three months that end on a day."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_COMPLAINTS = IppBookLater()
        Exit Function
    End If
    IPP_GF_COMPLAINTS = XLPy.CallUDF("ippbook.udfs", "IPP_GF_COMPLAINTS", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_COMPLAINTS = IppBookFailure(Err.Description)
End Function

Function IPP_GF_COMPLAINT_NUMBERS(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_COMPLAINT_NUMBERS.VB_Description = "How many complaint numbers an account's links have, whatever counts as one complaint; each link without a number counts as one."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_COMPLAINT_NUMBERS = IppBookLater()
        Exit Function
    End If
    IPP_GF_COMPLAINT_NUMBERS = XLPy.CallUDF("ippbook.udfs", "IPP_GF_COMPLAINT_NUMBERS", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_COMPLAINT_NUMBERS = IppBookFailure(Err.Description)
End Function

Function IPP_GF_COUNTER_OF(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_COUNTER_OF.VB_Description = "The number of complaints by which the counter-notice rate of an account is divided."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_COUNTER_OF = IppBookLater()
        Exit Function
    End If
    IPP_GF_COUNTER_OF = XLPy.CallUDF("ippbook.udfs", "IPP_GF_COUNTER_OF", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_COUNTER_OF = IppBookFailure(Err.Description)
End Function

Function IPP_GF_COUNTER_RATE(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_COUNTER_RATE.VB_Description = "The share of an account's takedowns that a seller's counter-notice overturned; empty if there is no takedown."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_COUNTER_RATE = IppBookLater()
        Exit Function
    End If
    IPP_GF_COUNTER_RATE = XLPy.CallUDF("ippbook.udfs", "IPP_GF_COUNTER_RATE", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_COUNTER_RATE = IppBookFailure(Err.Description)
End Function

Function IPP_GF_COUNTER_UPHELD(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_COUNTER_UPHELD.VB_Description = "How many complaints of an account came back after the seller's counter-notice succeeded."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_COUNTER_UPHELD = IppBookLater()
        Exit Function
    End If
    IPP_GF_COUNTER_UPHELD = XLPy.CallUDF("ippbook.udfs", "IPP_GF_COUNTER_UPHELD", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_COUNTER_UPHELD = IppBookFailure(Err.Description)
End Function

Function IPP_GF_DEAD(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, Optional decided, _
    Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, Optional settings, _
    Optional platforms)
Attribute IPP_GF_DEAD.VB_Description = "How many complaints of an account ended because the link was dead."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_DEAD = IppBookLater()
        Exit Function
    End If
    IPP_GF_DEAD = XLPy.CallUDF("ippbook.udfs", "IPP_GF_DEAD", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_DEAD = IppBookFailure(Err.Description)
End Function

Function IPP_GF_DECIDED(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_DECIDED.VB_Description = "How many complaints of an account were taken down or rejected."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_DECIDED = IppBookLater()
        Exit Function
    End If
    IPP_GF_DECIDED = XLPy.CallUDF("ippbook.udfs", "IPP_GF_DECIDED", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_DECIDED = IppBookFailure(Err.Description)
End Function

Function IPP_GF_FAILS(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, Optional decided, _
    Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, Optional settings, _
    Optional platforms)
Attribute IPP_GF_FAILS.VB_Description = "Which Good-Faith tests an account fails on a day, in words; empty if it qualifies."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_FAILS = IppBookLater()
        Exit Function
    End If
    IPP_GF_FAILS = XLPy.CallUDF("ippbook.udfs", "IPP_GF_FAILS", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_FAILS = IppBookFailure(Err.Description)
End Function

Function IPP_GF_HEADROOM(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_HEADROOM.VB_Description = "How many more rejections an account's takedown rate can take, over all and for each reason with a decision."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_HEADROOM = IppBookLater()
        Exit Function
    End If
    IPP_GF_HEADROOM = XLPy.CallUDF("ippbook.udfs", "IPP_GF_HEADROOM", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_HEADROOM = IppBookFailure(Err.Description)
End Function

Function IPP_GF_HEADROOM_BY(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_HEADROOM_BY.VB_Description = "The reason that allows an account the fewest more rejections; empty if all complaints together allow the fewest."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_HEADROOM_BY = IppBookLater()
        Exit Function
    End If
    IPP_GF_HEADROOM_BY = XLPy.CallUDF("ippbook.udfs", "IPP_GF_HEADROOM_BY", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_HEADROOM_BY = IppBookFailure(Err.Description)
End Function

Function IPP_GF_LINKS(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, Optional decided, _
    Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, Optional settings, _
    Optional platforms)
Attribute IPP_GF_LINKS.VB_Description = "How many links an account reported, whatever counts as one complaint."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_LINKS = IppBookLater()
        Exit Function
    End If
    IPP_GF_LINKS = XLPy.CallUDF("ippbook.udfs", "IPP_GF_LINKS", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_LINKS = IppBookFailure(Err.Description)
End Function

Function IPP_GF_LOCKED_UNTIL(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_LOCKED_UNTIL.VB_Description = "The first day on which an account that lost the status can have it again; empty if it is not locked out."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_LOCKED_UNTIL = IppBookLater()
        Exit Function
    End If
    IPP_GF_LOCKED_UNTIL = XLPy.CallUDF("ippbook.udfs", "IPP_GF_LOCKED_UNTIL", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_LOCKED_UNTIL = IppBookFailure(Err.Description)
End Function

Function IPP_GF_LOST_ON(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_LOST_ON.VB_Description = "The day on which an account last lost the status, by its figures; empty if it never had it or never lost it."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_LOST_ON = IppBookLater()
        Exit Function
    End If
    IPP_GF_LOST_ON = XLPy.CallUDF("ippbook.udfs", "IPP_GF_LOST_ON", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_LOST_ON = IppBookFailure(Err.Description)
End Function

Function IPP_GF_MONTHS(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_MONTHS.VB_Description = "An account at the last twelve month ends, as a table: both rates with their limits, and whether it qualified."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_MONTHS = IppBookLater()
        Exit Function
    End If
    IPP_GF_MONTHS = XLPy.CallUDF("ippbook.udfs", "IPP_GF_MONTHS", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_MONTHS = IppBookFailure(Err.Description)
End Function

Function IPP_GF_NEEDED(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_NEEDED.VB_Description = "How many further complaints, all taken down, an account needs to meet every test; empty if no number is enough."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_NEEDED = IppBookLater()
        Exit Function
    End If
    IPP_GF_NEEDED = XLPy.CallUDF("ippbook.udfs", "IPP_GF_NEEDED", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_NEEDED = IppBookFailure(Err.Description)
End Function

Function IPP_GF_PENDING(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_PENDING.VB_Description = "How many complaints of an account are not decided yet."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_PENDING = IppBookLater()
        Exit Function
    End If
    IPP_GF_PENDING = XLPy.CallUDF("ippbook.udfs", "IPP_GF_PENDING", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_PENDING = IppBookFailure(Err.Description)
End Function

Function IPP_GF_QUALIFIES(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_QUALIFIES.VB_Description = "Whether an account meets all Good-Faith tests on a day: enough complaints, enough takedowns, few overturned."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_QUALIFIES = IppBookLater()
        Exit Function
    End If
    IPP_GF_QUALIFIES = XLPy.CallUDF("ippbook.udfs", "IPP_GF_QUALIFIES", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_QUALIFIES = IppBookFailure(Err.Description)
End Function

Function IPP_GF_RATE(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, Optional decided, _
    Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, Optional settings, _
    Optional platforms)
Attribute IPP_GF_RATE.VB_Description = "The share of an account's decided complaints that were taken down; empty if none is decided."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_RATE = IppBookLater()
        Exit Function
    End If
    IPP_GF_RATE = XLPy.CallUDF("ippbook.udfs", "IPP_GF_RATE", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_RATE = IppBookFailure(Err.Description)
End Function

Function IPP_GF_REASONS(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_REASONS.VB_Description = "The figures of an account for each complaint reason in the window, as a table; each reason is tested separately."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_REASONS = IppBookLater()
        Exit Function
    End If
    IPP_GF_REASONS = XLPy.CallUDF("ippbook.udfs", "IPP_GF_REASONS", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_REASONS = IppBookFailure(Err.Description)
End Function

Function IPP_GF_REJECTED(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_REJECTED.VB_Description = "How many complaints of an account the platform refused."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_REJECTED = IppBookLater()
        Exit Function
    End If
    IPP_GF_REJECTED = XLPy.CallUDF("ippbook.udfs", "IPP_GF_REJECTED", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_REJECTED = IppBookFailure(Err.Description)
End Function

Function IPP_GF_RUNS_OUT(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_RUNS_OUT.VB_Description = "The first day on which an account no longer qualifies if nothing more is filed or decided; empty if it does not qualify."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_RUNS_OUT = IppBookLater()
        Exit Function
    End If
    IPP_GF_RUNS_OUT = XLPy.CallUDF("ippbook.udfs", "IPP_GF_RUNS_OUT", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_RUNS_OUT = IppBookFailure(Err.Description)
End Function

Function IPP_GF_RUNS_OUT_BY(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_RUNS_OUT_BY.VB_Description = "Which tests will fail on the day of IPP_GF_RUNS_OUT, in words; empty if the account does not qualify today."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_RUNS_OUT_BY = IppBookLater()
        Exit Function
    End If
    IPP_GF_RUNS_OUT_BY = XLPy.CallUDF("ippbook.udfs", "IPP_GF_RUNS_OUT_BY", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_RUNS_OUT_BY = IppBookFailure(Err.Description)
End Function

Function IPP_GF_TAKEDOWN_OF(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_TAKEDOWN_OF.VB_Description = "The number of complaints by which the takedown rate of an account is divided."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_TAKEDOWN_OF = IppBookLater()
        Exit Function
    End If
    IPP_GF_TAKEDOWN_OF = XLPy.CallUDF("ippbook.udfs", "IPP_GF_TAKEDOWN_OF", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_TAKEDOWN_OF = IppBookFailure(Err.Description)
End Function

Function IPP_GF_TAKEN_DOWN(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_TAKEN_DOWN.VB_Description = "How many complaints of an account the platform accepted, including those reinstated later."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_TAKEN_DOWN = IppBookLater()
        Exit Function
    End If
    IPP_GF_TAKEN_DOWN = XLPy.CallUDF("ippbook.udfs", "IPP_GF_TAKEN_DOWN", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_TAKEN_DOWN = IppBookFailure(Err.Description)
End Function

Function IPP_GF_WITHDRAWN(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_WITHDRAWN.VB_Description = "How many complaints of an account were withdrawn."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_WITHDRAWN = IppBookLater()
        Exit Function
    End If
    IPP_GF_WITHDRAWN = XLPy.CallUDF("ippbook.udfs", "IPP_GF_WITHDRAWN", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_WITHDRAWN = IppBookFailure(Err.Description)
End Function

Function IPP_GF_WITHDRAWN_RATE(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_WITHDRAWN_RATE.VB_Description = "The share of an account's filed complaints that were withdrawn; many are a sign of misuse. Empty if none is filed."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_WITHDRAWN_RATE = IppBookLater()
        Exit Function
    End If
    IPP_GF_WITHDRAWN_RATE = XLPy.CallUDF("ippbook.udfs", "IPP_GF_WITHDRAWN_RATE", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_WITHDRAWN_RATE = IppBookFailure(Err.Description)
End Function

Function IPP_GF_WORST(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, Optional decided, _
    Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, Optional settings, _
    Optional platforms)
Attribute IPP_GF_WORST.VB_Description = "The takedown rate of an account if all that is pending is rejected; empty if nothing is pending or decided."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_WORST = IppBookLater()
        Exit Function
    End If
    IPP_GF_WORST = XLPy.CallUDF("ippbook.udfs", "IPP_GF_WORST", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_WORST = IppBookFailure(Err.Description)
End Function

Function IPP_GF_WORST_QUALIFIES(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_WORST_QUALIFIES.VB_Description = "Whether an account meets all Good-Faith tests even if all that is pending is rejected."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_WORST_QUALIFIES = IppBookLater()
        Exit Function
    End If
    IPP_GF_WORST_QUALIFIES = XLPy.CallUDF("ippbook.udfs", "IPP_GF_WORST_QUALIFIES", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_WORST_QUALIFIES = IppBookFailure(Err.Description)
End Function

Function IPP_GF_WORST_REASON(accounts, filed, status, account, as_of, Optional reasons, Optional complaints, _
    Optional decided, Optional min_complaints, Optional min_takedown_rate, Optional max_counter_rate, _
    Optional settings, Optional platforms)
Attribute IPP_GF_WORST_REASON.VB_Description = "The reason with an account's lowest takedown rate, because each reason is tested separately; it needs the column of reasons."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_GF_WORST_REASON = IppBookLater()
        Exit Function
    End If
    IPP_GF_WORST_REASON = XLPy.CallUDF("ippbook.udfs", "IPP_GF_WORST_REASON", _
        Array(accounts, filed, status, account, as_of, reasons, complaints, decided, min_complaints, min_takedown_rate, _
            max_counter_rate, settings, platforms), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_GF_WORST_REASON = IppBookFailure(Err.Description)
End Function

Function IPP_IN_FORCE(right_type, office, filed, registered, expires, on_)
Attribute IPP_IN_FORCE.VB_Description = "Whether a right was in force on a day: yes, no, or empty if the dates are not enough."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_IN_FORCE = IppBookLater()
        Exit Function
    End If
    IPP_IN_FORCE = XLPy.CallUDF("ippbook.udfs", "IPP_IN_FORCE", _
        Array(right_type, office, filed, registered, expires, on_), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_IN_FORCE = IppBookFailure(Err.Description)
End Function

Function IPP_ITEM_ID(url)
Attribute IPP_ITEM_ID.VB_Description = "The number of the listing that a link leads to, as text; empty if the link does not lead to a listing."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_ITEM_ID = IppBookLater()
        Exit Function
    End If
    IPP_ITEM_ID = XLPy.CallUDF("ippbook.udfs", "IPP_ITEM_ID", _
        Array(url), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_ITEM_ID = IppBookFailure(Err.Description)
End Function

Function IPP_LINK_KIND(url)
Attribute IPP_LINK_KIND.VB_Description = "What a link leads to: item, store, short, other; empty if it does not lead to a marketplace."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_LINK_KIND = IppBookLater()
        Exit Function
    End If
    IPP_LINK_KIND = XLPy.CallUDF("ippbook.udfs", "IPP_LINK_KIND", _
        Array(url), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_LINK_KIND = IppBookFailure(Err.Description)
End Function

Function IPP_LISTING_KEY(url)
Attribute IPP_LISTING_KEY.VB_Description = "The key that all links to one listing share; empty if the link does not lead to a listing or store."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_LISTING_KEY = IppBookLater()
        Exit Function
    End If
    IPP_LISTING_KEY = XLPy.CallUDF("ippbook.udfs", "IPP_LISTING_KEY", _
        Array(url), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_LISTING_KEY = IppBookFailure(Err.Description)
End Function

Function IPP_NUMBER(Number, right_type, office)
Attribute IPP_NUMBER.VB_Description = "A registration number as its office prints it; only cleaned if the format is not known or does not fit."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_NUMBER = IppBookLater()
        Exit Function
    End If
    IPP_NUMBER = XLPy.CallUDF("ippbook.udfs", "IPP_NUMBER", _
        Array(Number, right_type, office), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_NUMBER = IppBookFailure(Err.Description)
End Function

Function IPP_NUMBER_PROBLEM(Number, right_type, office)
Attribute IPP_NUMBER_PROBLEM.VB_Description = "The problem with a registration number, in a sentence; empty if there is none, or if the format is not known."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_NUMBER_PROBLEM = IppBookLater()
        Exit Function
    End If
    IPP_NUMBER_PROBLEM = XLPy.CallUDF("ippbook.udfs", "IPP_NUMBER_PROBLEM", _
        Array(Number, right_type, office), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_NUMBER_PROBLEM = IppBookFailure(Err.Description)
End Function

Function IPP_NUMBER_VALID(Number, right_type, office)
Attribute IPP_NUMBER_VALID.VB_Description = "Whether a registration number has the format of its office: yes, no, or empty if the format is not known."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_NUMBER_VALID = IppBookLater()
        Exit Function
    End If
    IPP_NUMBER_VALID = XLPy.CallUDF("ippbook.udfs", "IPP_NUMBER_VALID", _
        Array(Number, right_type, office), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_NUMBER_VALID = IppBookFailure(Err.Description)
End Function

Function IPP_PLATFORM(url)
Attribute IPP_PLATFORM.VB_Description = "The marketplace of a link, as its code; empty if the link leads to none."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_PLATFORM = IppBookLater()
        Exit Function
    End If
    IPP_PLATFORM = XLPy.CallUDF("ippbook.udfs", "IPP_PLATFORM", _
        Array(url), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_PLATFORM = IppBookFailure(Err.Description)
End Function

Function IPP_PRICE(price)
Attribute IPP_PRICE.VB_Description = "The amount of a price; of a range the lowest one. Empty if the text names no amount, or can mean two."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_PRICE = IppBookLater()
        Exit Function
    End If
    IPP_PRICE = XLPy.CallUDF("ippbook.udfs", "IPP_PRICE", _
        Array(price), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_PRICE = IppBookFailure(Err.Description)
End Function

Function IPP_PROTECTED_UNTIL(right_type, office, Optional filed, Optional registered, Optional expires)
Attribute IPP_PROTECTED_UNTIL.VB_Description = "The last day of protection that follows from the dates; empty if they are not enough."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_PROTECTED_UNTIL = IppBookLater()
        Exit Function
    End If
    IPP_PROTECTED_UNTIL = XLPy.CallUDF("ippbook.udfs", "IPP_PROTECTED_UNTIL", _
        Array(right_type, office, filed, registered, expires), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_PROTECTED_UNTIL = IppBookFailure(Err.Description)
End Function

Function IPP_REASON_FITS(reason, right_type)
Attribute IPP_REASON_FITS.VB_Description = "Whether a reason can be based on a kind of right: yes, no, or empty if the sources do not say."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_REASON_FITS = IppBookLater()
        Exit Function
    End If
    IPP_REASON_FITS = XLPy.CallUDF("ippbook.udfs", "IPP_REASON_FITS", _
        Array(reason, right_type), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_REASON_FITS = IppBookFailure(Err.Description)
End Function

Function IPP_REPLY_DUE(counter_noticed, Optional working_days)
Attribute IPP_REPLY_DUE.VB_Description = "The last day to answer a counter-notice that came on a day. The term is not published: 3 working days here."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_REPLY_DUE = IppBookLater()
        Exit Function
    End If
    IPP_REPLY_DUE = XLPy.CallUDF("ippbook.udfs", "IPP_REPLY_DUE", _
        Array(counter_noticed, working_days), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_REPLY_DUE = IppBookFailure(Err.Description)
End Function

Function IPP_ROW_FINDINGS(table, row, as_of, rights, listings, complaints, accounts, Optional settings, Optional texts, _
    Optional waivers)
Attribute IPP_ROW_FINDINGS.VB_Description = "The findings of one row, the most severe first; empty if there are none. It is the column Findings of the table."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_ROW_FINDINGS = IppBookLater()
        Exit Function
    End If
    IPP_ROW_FINDINGS = XLPy.CallUDF("ippbook.udfs", "IPP_ROW_FINDINGS", _
        Array(table, row, as_of, rights, listings, complaints, accounts, settings, texts, _
            waivers), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_ROW_FINDINGS = IppBookFailure(Err.Description)
End Function

Function IPP_STORE(url)
Attribute IPP_STORE.VB_Description = "The store that a link leads to, by its name or number in the link; empty if the link does not lead to a store."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_STORE = IppBookLater()
        Exit Function
    End If
    IPP_STORE = XLPy.CallUDF("ippbook.udfs", "IPP_STORE", _
        Array(url), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_STORE = IppBookFailure(Err.Description)
End Function

Function IPP_SUIT_DUE(counter_noticed, Optional days)
Attribute IPP_SUIT_DUE.VB_Description = "The last day to complain to the authority or to sue after the seller's declaration came; after it, measures are lifted."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_SUIT_DUE = IppBookLater()
        Exit Function
    End If
    IPP_SUIT_DUE = XLPy.CallUDF("ippbook.udfs", "IPP_SUIT_DUE", _
        Array(counter_noticed, days), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_SUIT_DUE = IppBookFailure(Err.Description)
End Function

Function IPP_SUIT_LATEST(counter_noticed)
Attribute IPP_SUIT_LATEST.VB_Description = "The last day to complain or sue if the delay is excused, for example by a notarisation abroad."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_SUIT_LATEST = IppBookLater()
        Exit Function
    End If
    IPP_SUIT_LATEST = XLPy.CallUDF("ippbook.udfs", "IPP_SUIT_LATEST", _
        Array(counter_noticed), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_SUIT_LATEST = IppBookFailure(Err.Description)
End Function

Function IPP_TAKEDOWN_TEXT(complaint, as_of, rights, listings, complaints, accounts, Optional language, _
    Optional settings, Optional texts)
Attribute IPP_TAKEDOWN_TEXT.VB_Description = "The complete text of one complaint for the portal; if data is missing, the name of the missing field."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_TAKEDOWN_TEXT = IppBookLater()
        Exit Function
    End If
    IPP_TAKEDOWN_TEXT = XLPy.CallUDF("ippbook.udfs", "IPP_TAKEDOWN_TEXT", _
        Array(complaint, as_of, rights, listings, complaints, accounts, language, settings, _
            texts), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_TAKEDOWN_TEXT = IppBookFailure(Err.Description)
End Function

Function IPP_USABLE_ON(platform, right_type, office, Optional china_certificate)
Attribute IPP_USABLE_ON.VB_Description = "Whether a marketplace accepts a right: yes, no, unsure if the sources leave it open, empty if data is missing."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_USABLE_ON = IppBookLater()
        Exit Function
    End If
    IPP_USABLE_ON = XLPy.CallUDF("ippbook.udfs", "IPP_USABLE_ON", _
        Array(platform, right_type, office, china_certificate), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_USABLE_ON = IppBookFailure(Err.Description)
End Function

Function IPP_WORKDAY(start, days)
Attribute IPP_WORKDAY.VB_Description = "The day that is a number of Beijing working days after (below 0: before) a day."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_WORKDAY = IppBookLater()
        Exit Function
    End If
    IPP_WORKDAY = XLPy.CallUDF("ippbook.udfs", "IPP_WORKDAY", _
        Array(start, days), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_WORKDAY = IppBookFailure(Err.Description)
End Function

Function IPP_WORKDAYS_BETWEEN(start, end_)
Attribute IPP_WORKDAYS_BETWEEN.VB_Description = "How many Beijing working days follow a day, up to another day, which counts. Below 0 where that day is earlier."
    On Error GoTo failed
    If IppBookWaits() Then
        IPP_WORKDAYS_BETWEEN = IppBookLater()
        Exit Function
    End If
    IPP_WORKDAYS_BETWEEN = XLPy.CallUDF("ippbook.udfs", "IPP_WORKDAYS_BETWEEN", _
        Array(start, end_), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    IPP_WORKDAYS_BETWEEN = IppBookFailure(Err.Description)
End Function
