//! Opta's window: it shows the page, keeps one core alive, and hands commands and events between them.

mod chores;
mod graphics;
mod llm;
mod streams;

use opta_core::{Core, Launch};
use tauri::{App, Manager, RunEvent, Runtime};

/// Open the window and run until it is closed; the core is gone before this returns.
///
/// # Errors
/// Where the system has no window to give.
pub fn run() -> tauri::Result<()> {
    graphics::prepare();
    let app = tauri::Builder::default()
        .setup(|app| {
            app.manage(start_core(app));
            Ok(())
        })
        .invoke_handler(commands())
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        // macOS sends only the second where the user quits by its menu.
        if matches!(event, RunEvent::ExitRequested { .. } | RunEvent::Exit)
            && let Some(core) = app.try_state::<Core>()
        {
            tauri::async_runtime::block_on(core.shut_down());
        }
    });
    Ok(())
}

/// Start the core. One that cannot be found is told by each command, in the window, rather than by a window that never
/// opens.
fn start_core<R: Runtime>(app: &App<R>) -> Core {
    let resources = app.path().resource_dir().ok();
    match Launch::find(resources.as_deref()) {
        Ok(launch) => tauri::async_runtime::block_on(async { Core::start(launch) }),
        Err(error) => Core::absent(&error),
    }
}

fn commands<R: Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        chores::conversation_forget,
        chores::conversation_list,
        chores::conversation_read,
        chores::link_open,
        chores::llm_models,
        chores::model_choose,
        chores::ollama_start,
        llm::llm_chat,
        llm::llm_status,
        streams::core_watch,
        streams::llm_cancel,
        streams::llm_chat_stream,
        streams::llm_pull,
        streams::telemetry_watch,
    ]
}
