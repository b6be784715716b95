//! Opta's window: it shows the page, keeps one core alive, and hands commands and events between them.

mod chores;
mod graphics;
mod llm;
mod streams;

use opta_core::{Core, CoreError, Launch};
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

/// Start the core. One that cannot be found is told in the window, rather than by a window that never opens.
fn start_core<R: Runtime>(app: &App<R>) -> Core {
    let resources = app.path().resource_dir().ok();
    keep_core(move || Launch::find(resources.as_deref()))
}

fn keep_core(find: impl Fn() -> Result<Launch, CoreError> + Send + Sync + 'static) -> Core {
    tauri::async_runtime::block_on(async { Core::keep(find) })
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
        streams::core_restart,
        streams::core_watch,
        streams::llm_cancel,
        streams::llm_chat_stream,
        streams::llm_pull,
        streams::telemetry_watch,
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tauri::WebviewWindowBuilder;
    use tauri::ipc::{CallbackFn, InvokeBody};
    use tauri::test::{INVOKE_KEY, get_ipc_response, mock_builder, mock_context, noop_assets};
    use tauri::webview::InvokeRequest;

    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    /// Call a command as the page does, in a window without a screen and a shell without a core.
    fn invoke(command: &str, arguments: Value) -> Result<Result<Value, Value>, Box<dyn std::error::Error>> {
        let absent = keep_core(|| Err(CoreError::Missing("opta-mcp".into())));
        let app = mock_builder().manage(absent).invoke_handler(commands()).build(mock_context(noop_assets()))?;
        let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build()?;
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse()?,
            body: InvokeBody::Json(arguments),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        Ok(match get_ipc_response(&window, request) {
            Ok(body) => Ok(body.deserialize()?),
            Err(failure) => Err(failure),
        })
    }

    #[test]
    fn a_missing_core_is_told_as_an_object_with_the_next_step() -> Outcome {
        let failure = invoke("llm_status", json!({}))?.err().ok_or("it succeeded")?;
        assert_eq!(failure["code"], "core.unavailable");
        assert!(failure["message"].as_str().is_some_and(|text| text.contains("opta-mcp was not found")), "{failure}");
        Ok(())
    }

    #[test]
    fn a_chat_takes_its_messages_as_data() -> Outcome {
        let asked = json!({ "messages": [{ "role": "user", "content": "\"); import os # %MODEL%" }] });
        assert!(invoke("llm_chat", asked)?.is_err());
        let wrong = invoke("llm_chat", json!({ "messages": "text" }))?.err().ok_or("it succeeded")?;
        assert!(wrong.to_string().contains("invalid type"), "{wrong}");
        Ok(())
    }

    #[test]
    fn only_web_addresses_are_opened() -> Outcome {
        for address in ["file:///etc/passwd", "javascript:alert(1)", "-h", ""] {
            let failure = invoke("link_open", json!({ "address": address }))?.err().ok_or("it was opened")?;
            assert_eq!(failure["code"], "link.refused");
        }
        Ok(())
    }

    #[test]
    fn stopping_what_does_not_run_is_no_error() -> Outcome {
        assert_eq!(invoke("llm_cancel", json!({ "id": "none" }))?, Ok(json!(false)));
        Ok(())
    }
}
