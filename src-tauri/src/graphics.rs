//! What the web view needs before it starts.

/// With NVIDIA's driver the DMABUF renderer of `WebKitGTK` can leave the window blank, so it is turned off there.
///
/// A variable of this process must be set before any thread runs, which is for its start alone: the program starts
/// itself once more with it. Where that fails, it goes on as it is.
pub fn prepare() {
    #[cfg(target_os = "linux")]
    linux::restart_without_dmabuf();
}

#[cfg(target_os = "linux")]
mod linux {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    pub fn restart_without_dmabuf() {
        let nvidia = Path::new("/proc/driver/nvidia/version").exists();
        if nvidia
            && env::var_os(SWITCH).is_none()
            && let Ok(program) = env::current_exe()
        {
            let _failed = Command::new(program).args(env::args_os().skip(1)).env(SWITCH, "1").exec();
        }
    }
}
