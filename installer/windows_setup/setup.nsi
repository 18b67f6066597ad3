; The Windows set-up: for one user, without an administrator. Made by installer/windows.py, which writes words.nsh.
; Needs -DVERSION -DTREE -DOUT -DICON -DWORDS, and -DTARGET for another stub than that of 32-bit Windows.
Unicode true
!ifdef TARGET
  Target ${TARGET}
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"
!include "${WORDS}"

!define KEY "Software\CSO Desk"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\CSO Desk"
!define OLDEST_BUILD 17763 ; Windows 10 1809

Name "CSO Desk"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\CSO Desk"
InstallDirRegKey HKCU "${KEY}" "InstallDir"
SetCompressor /SOLID /FINAL lzma
SetCompressorDictSize 64
ManifestDPIAware true
BrandingText "CSO Desk ${VERSION}"
SetFont "Leelawadee UI" 9 ; Windows' own font with Khmer letters

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TITLE "${WORD_WELCOME_TITLE}"
!define MUI_WELCOMEPAGE_TEXT "${WORD_WELCOME_TEXT}"
!define MUI_FINISHPAGE_TITLE "${WORD_DONE_TITLE}"
!define MUI_FINISHPAGE_TEXT "${WORD_DONE_TEXT}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\CSO Desk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "${WORD_OPEN_NOW}"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!define MUI_UNCONFIRMPAGE_TEXT_TOP "${WORD_REMOVE_TEXT}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English" ; NSIS knows no Khmer: every sentence of ours says both
InstallButtonText "${WORD_INSTALL}"
UninstallButtonText "${WORD_REMOVE}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "CSO Desk"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "CSO Desk set-up"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

; Say why nothing is installed, and end with an exit code of its own.
!macro Refuse SENTENCE CODE
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; $2 = whether a program of the desk runs. Windows lets nobody write to such a file; its folder it may rename.
!macro LookWhetherRuns NAME
  ${If} ${FileExists} "$INSTDIR\runtime\${NAME}"
    ClearErrors
    FileOpen $3 "$INSTDIR\runtime\${NAME}" a
    ${If} ${Errors}
      StrCpy $2 yes
    ${Else}
      FileClose $3
    ${EndIf}
  ${EndIf}
!macroend
!macro LookWhetherOpen
  StrCpy $2 no
  !insertmacro LookWhetherRuns "pythonw.exe"
  !insertmacro LookWhetherRuns "python.exe"
!macroend

; A double click on a file of ours opens the desk, for this user alone.
!macro Register ENDING TYPE SAID
  WriteRegStr HKCU "Software\Classes\${ENDING}" "" "${TYPE}"
  WriteRegStr HKCU "Software\Classes\${TYPE}" "" "${SAID}"
  WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\CSO Desk.exe,1"
  WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" '"$INSTDIR\CSO Desk.exe" "%1"'
!macroend
!macro Unregister ENDING TYPE
  ReadRegStr $0 HKCU "Software\Classes\${ENDING}" ""
  ${If} $0 == "${TYPE}"
    DeleteRegKey HKCU "Software\Classes\${ENDING}"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${TYPE}"
!macroend

Function .onInit
  SetShellVarContext current
  ${IfNot} ${RunningX64}
    !insertmacro Refuse "${WORD_THIRTY_TWO}" 5
  ${EndIf}
  ${WinVerGetBuild} $0
  ${IfNot} ${AtLeastWin10}
  ${OrIf} $0 < ${OLDEST_BUILD}
    !insertmacro Refuse "${WORD_OLD_WINDOWS}" 4
  ${EndIf}
  ReadRegStr $0 HKCU "${KEY}" "Version"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      !insertmacro Refuse "${WORD_NEWER_THERE}" 3
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\portable"
    !insertmacro Refuse "${WORD_PORTABLE_THERE}" 6
  ${EndIf}
  !insertmacro LookWhetherOpen ; before the minute that unpacking takes, and again after it
  ${If} $2 == yes
    !insertmacro Refuse "${WORD_IS_OPEN}" 7
  ${EndIf}
FunctionEnd

Section "CSO Desk"
  ; Unpacked beside, then swapped: a stick that is pulled out, or a power cut, leaves the old one working.
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.new"
  SetOutPath "$INSTDIR.new"
  ClearErrors
  File /r "${TREE}/*"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR.new"
    !insertmacro Refuse "${WORD_FAILED}" 2
  ${EndIf}
  WriteUninstaller "$INSTDIR.new\uninstall.exe"
  SetOutPath "$TEMP"
  ; A swap that was cut off left the working one as .old.
  ${IfNot} ${FileExists} "$INSTDIR\start.py"
  ${AndIf} ${FileExists} "$INSTDIR.old\start.py"
    Rename "$INSTDIR.old" "$INSTDIR"
  ${EndIf}
  RMDir /r "$INSTDIR.old"
  ${If} ${FileExists} "$INSTDIR\*.*"
    !insertmacro LookWhetherOpen
    ClearErrors
    ${If} $2 == no
      Rename "$INSTDIR" "$INSTDIR.old"
    ${EndIf}
    ${If} $2 == yes
    ${OrIf} ${Errors}
      RMDir /r "$INSTDIR.new"
      !insertmacro Refuse "${WORD_IS_OPEN}" 7
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR.new" "$INSTDIR"
  ${If} ${Errors}
    Rename "$INSTDIR.old" "$INSTDIR"
    !insertmacro Refuse "${WORD_FAILED}" 2
  ${EndIf}
  RMDir /r "$INSTDIR.old"

  CreateShortcut "$SMPROGRAMS\CSO Desk.lnk" "$INSTDIR\CSO Desk.exe"
  CreateShortcut "$DESKTOP\CSO Desk.lnk" "$INSTDIR\CSO Desk.exe"
  WriteRegStr HKCU "${KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "Version" "${VERSION}"
  !insertmacro Register ".csobundle" "CSODesk.Bundle" "${WORD_BUNDLE}"
  !insertmacro Register ".csoupdate" "CSODesk.Update" "${WORD_UPDATE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "CSO Desk"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\CSO Desk.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; the file type is known at once
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  ; Only what the set-up and updates brought. What people entered lies elsewhere, and stays.
  !insertmacro LookWhetherOpen
  ${If} $2 == yes
    !insertmacro Refuse "${WORD_IS_OPEN}" 7
  ${EndIf}
  Delete "$INSTDIR\CSO Desk.exe"
  Delete "$INSTDIR\desk.exe"
  RMDir /r "$INSTDIR\runtime"
  RMDir /r "$INSTDIR\packages"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\start.py"
  Delete "$INSTDIR\current.txt"
  Delete "$INSTDIR\manifest.json"
  FindFirst $0 $1 "$INSTDIR\app-*"
  ${DoWhile} $1 != ""
    RMDir /r "$INSTDIR\$1"
    FindNext $0 $1
  ${Loop}
  FindClose $0
  RMDir /r "$LOCALAPPDATA\cso-desk\program" ; updates, see docs/decisions/0906
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\CSO Desk.lnk"
  Delete "$DESKTOP\CSO Desk.lnk"
  !insertmacro Unregister ".csobundle" "CSODesk.Bundle"
  !insertmacro Unregister ".csoupdate" "CSODesk.Update"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
