/* Starts start.py of its own folder with the Python beside it, and gives back its exit code.
   Built twice: "CSO Desk.exe" for the window, "desk.exe" (CONSOLE) for commands. */
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>
#include "words.h"

#ifdef CONSOLE
#define PYTHON L"python.exe"
#else
#define PYTHON L"pythonw.exe"
#endif

/* What follows the name of the program on the command line, just as it was given. */
static const wchar_t *given(const wchar_t *line) {
    int quoted = 0;
    for (; *line && (quoted || (*line != L' ' && *line != L'\t')); line++)
        if (*line == L'"') quoted = !quoted;
    return line;
}

static int fail(void) {
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", WORD_CANNOT_START_EN);
#else
    MessageBoxW(NULL, WORD_CANNOT_START, L"CSO Desk", MB_ICONERROR | MB_OK);
#endif
    return 1;
}

int wmain(void) {
    const wchar_t *words = given(GetCommandLineW());
    wchar_t *folder = calloc(32768, sizeof(wchar_t));
    size_t room = 2 * 32768 + wcslen(words) + 64;
    wchar_t *line = calloc(room, sizeof(wchar_t));
    if (!folder || !line || !GetModuleFileNameW(NULL, folder, 32767)) return fail();
    *wcsrchr(folder, L'\\') = 0;
    swprintf(line, room, L"\"%ls\\runtime\\" PYTHON L"\" \"%ls\\start.py\"%ls", folder, folder, words);
    STARTUPINFOW how = {.cb = sizeof how};
    PROCESS_INFORMATION made;
    BOOL inherit = FALSE;
    how.dwFlags = STARTF_USESTDHANDLES; /* none: a window has no terminal, and must not stumble over a closed one */
#ifdef CONSOLE
    GetStartupInfoW(&how); /* the terminal, or the file that the answer goes to */
    inherit = TRUE;
#endif
    if (!CreateProcessW(NULL, line, NULL, NULL, inherit, 0, NULL, NULL, &how, &made)) return fail();
    WaitForSingleObject(made.hProcess, INFINITE);
    DWORD code = 1;
    GetExitCodeProcess(made.hProcess, &code);
    return (int)code;
}

#ifndef CONSOLE
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, PWSTR words, int show) {
    (void)self, (void)before, (void)words, (void)show;
    return wmain();
}
#endif
