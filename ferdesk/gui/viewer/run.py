"""`run_viewer`: the viewer alone, without the app. Imports Qt only after the way is clear for it."""

from __future__ import annotations

from pathlib import Path

from ferdesk.gui import bootstrap


def run_viewer(folder: Path) -> int:
    """Show the recording in `folder` until the window is closed. The process's exit code.

    Raises RecordingError where the folder is no recording, NoWindowError where there is no display. The theme and the
    folder for saved files are those of the app's settings.
    """
    from ferdesk.recording_folder import check_recording

    check_recording(folder)
    bootstrap.prepare()
    from ferdesk.gui.app import make_application, plan_screenshot
    from ferdesk.gui.crash import CrashReporter, CtrlC
    from ferdesk.gui.hints import Origin
    from ferdesk.gui.system_theme import system_is_dark
    from ferdesk.gui.theme import apply_theme, chosen_theme
    from ferdesk.gui.viewer.viewer_window import ViewerWindow
    from ferdesk.settings import load_settings

    app = make_application()
    crashes = CrashReporter()
    crashes.install()
    ctrl_c = CtrlC(app.quit)
    settings = load_settings().settings
    apply_theme(chosen_theme(settings.theme, system_is_dark()))
    window = ViewerWindow(folder, Path(settings.folder or Path.home()))
    crashes.reported.connect(lambda text: window.hints.tell(Origin.CRASH, text))
    window.show()
    window.start()
    plan_screenshot(app, window, lambda: window.stage.shown() is not None)
    try:
        return int(app.exec_())
    finally:
        window.close()
        ctrl_c.uninstall()
        crashes.uninstall()
