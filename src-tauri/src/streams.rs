//! Commands that go on for a while: each sends lines over its channel, the last one a result or a failure.

use opta_core::contract::{ChatResult, Failure, Frame, PullJob, StreamLine};
use opta_core::{Core, CoreState};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tauri::State;
use tauri::ipc::Channel;

use crate::chores::arguments;
use crate::llm::ChatMessage;

/// What the core does, as the window shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CoreLine {
    /// It has been started and has not answered yet.
    Starting,
    /// It answers.
    Ready,
    /// It ended and is started again.
    Restarting {
        /// Why it ended.
        reason: String,
        /// In how many seconds.
        seconds: f64,
    },
    /// It cannot be started.
    Failed {
        /// Why.
        reason: String,
    },
    /// The window is closing.
    Stopped,
}

impl From<CoreState> for CoreLine {
    fn from(state: CoreState) -> Self {
        match state {
            CoreState::Starting => Self::Starting,
            CoreState::Ready { .. } => Self::Ready,
            CoreState::Restarting { pause, reason } => Self::Restarting { reason, seconds: pause.as_secs_f64() },
            CoreState::Failed { reason } => Self::Failed { reason },
            CoreState::Stopped => Self::Stopped,
        }
    }
}

/// Tell what the core does now, and each change, until the window goes.
#[tauri::command]
pub async fn core_watch(core: State<'_, Core>, on_line: Channel<CoreLine>) -> Result<(), Failure> {
    let mut state = core.state();
    loop {
        let line = CoreLine::from(state.borrow_and_update().clone());
        if on_line.send(line).is_err() || state.changed().await.is_err() {
            return Ok(());
        }
    }
}

/// Stop what runs under this id; true where something did.
#[tauri::command]
pub async fn llm_cancel(core: State<'_, Core>, id: String) -> Result<bool, Failure> {
    Ok(core.cancel(&id))
}

/// Answer the last message, streamed.
#[tauri::command]
pub async fn llm_chat_stream(
    core: State<'_, Core>,
    id: String,
    messages: Vec<ChatMessage>,
    conversation_id: Option<String>,
    on_line: Channel<StreamLine>,
) -> Result<(), Failure> {
    let kept = conversation_id.as_deref().unwrap_or("new");
    let asked = json!({
        "messages": messages, "grounded": true, "max_seconds": null, "conversation_id": kept,
    });
    let result = hear::<ChatResult>(&core, &id, "llm_chat", arguments(asked), &on_line).await;
    end(&on_line, result, |line, result| line.result = Some(result));
    Ok(())
}

/// Fetch a model, telling how far it is.
#[tauri::command]
pub async fn llm_pull(
    core: State<'_, Core>,
    id: String,
    model: String,
    on_line: Channel<StreamLine>,
) -> Result<(), Failure> {
    let asked = arguments(json!({ "model": model, "wait_seconds": null }));
    let result = hear::<PullJob>(&core, &id, "llm_pull", asked, &on_line).await;
    end(&on_line, result, |line, job| line.job = Some(job));
    Ok(())
}

/// Send a frame of telemetry each second until stopped, or until the window has gone.
#[tauri::command]
pub async fn telemetry_watch(core: State<'_, Core>, id: String, on_line: Channel<StreamLine>) -> Result<(), Failure> {
    let result = core.repeat(&id, "telemetry_frame", |frame: Frame| {
        on_line.send(StreamLine { frame: Some(frame), ..StreamLine::default() }).is_ok()
    });
    end(&on_line, result.await.map_err(Failure::from), |_, ()| ());
    Ok(())
}

async fn hear<T: serde::de::DeserializeOwned>(
    core: &Core,
    id: &str,
    tool: &'static str,
    arguments: Map<String, Value>,
    lines: &Channel<StreamLine>,
) -> Result<T, Failure> {
    let heard = core.call(id, tool, arguments, |event| {
        // A window that has gone no longer listens; the call itself is stopped by its id.
        let _unheard = lines.send(StreamLine { event: Some(event), ..StreamLine::default() });
    });
    Ok(heard.await?)
}

/// Send the one last line; an answer that came or failed is told there, never twice.
fn end<T>(lines: &Channel<StreamLine>, result: Result<T, Failure>, fill: impl FnOnce(&mut StreamLine, T)) {
    let mut line = StreamLine::default();
    match result {
        Ok(value) => fill(&mut line, value),
        Err(failure) => line.failure = Some(failure),
    }
    let _unheard = lines.send(line);
}
