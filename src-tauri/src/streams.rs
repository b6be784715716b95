//! Commands that go on for a while: each sends lines over its channel, the last one a result or a failure.

use opta_core::contract::{ChatResult, CoreLine, CoreLineState, Failure, Frame, PullJob, PullJobState, StreamLine};
use opta_core::{Core, CoreError, CoreState};
use serde_json::{Map, Value, json};
use tauri::State;
use tauri::ipc::Channel;

use crate::chores::{arguments, once};
use crate::llm::ChatMessage;

/// What the core does, as the window is told it.
fn line(state: CoreState) -> CoreLine {
    let (state, reason, seconds) = match state {
        CoreState::Starting => (CoreLineState::Starting, String::new(), None),
        CoreState::Ready { .. } => (CoreLineState::Ready, String::new(), None),
        CoreState::Restarting { pause, reason } => (CoreLineState::Restarting, reason, Some(pause.as_secs_f64())),
        CoreState::Failed { reason } => (CoreLineState::Failed, reason, None),
        CoreState::Stopped => (CoreLineState::Stopped, String::new(), None),
    };
    CoreLine { state, reason, seconds }
}

/// Tell what the core does now, and each change, until the window goes.
#[tauri::command]
pub async fn core_watch(core: State<'_, Core>, on_line: Channel<CoreLine>) -> Result<(), Failure> {
    let mut state = core.state();
    loop {
        let now = line(state.borrow_and_update().clone());
        if on_line.send(now).is_err() || state.changed().await.is_err() {
            return Ok(());
        }
    }
}

/// Start the core now, where it waits for its next start or was given up.
#[tauri::command]
pub async fn core_restart(core: State<'_, Core>) -> Result<(), Failure> {
    core.restart();
    Ok(())
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

/// How often a download says how far it is.
const PULL_SECONDS: f64 = 0.5;

/// Fetch a model, telling how far it is; stopping it keeps what has arrived.
///
/// A call that waits tells phases alone, so it is made again and again: each attaches to the download and returns it.
#[tauri::command]
pub async fn llm_pull(
    core: State<'_, Core>,
    id: String,
    model: String,
    on_line: Channel<StreamLine>,
) -> Result<(), Failure> {
    let asked = arguments(json!({ "model": model, "wait_seconds": PULL_SECONDS }));
    let result = core.repeat(&id, "llm_pull", asked, |job: PullJob| {
        let goes_on = matches!(job.state, PullJobState::Running | PullJobState::Stalled);
        on_line.send(StreamLine { job: Some(job), ..StreamLine::default() }).is_ok() && goes_on
    });
    if let Err(error) = result.await {
        if error == CoreError::Cancelled {
            // Stopped between two calls, the download would go on.
            let _stopped: Result<PullJob, Failure> =
                once(&core, "llm_pull", arguments(json!({ "model": model, "stop": true }))).await;
        }
        end::<()>(&on_line, Err(error.into()), |_, ()| ());
    }
    Ok(())
}

/// Send a frame of telemetry each second until stopped, or until the window has gone.
#[tauri::command]
pub async fn telemetry_watch(core: State<'_, Core>, id: String, on_line: Channel<StreamLine>) -> Result<(), Failure> {
    let result = core.repeat(&id, "telemetry_frame", Map::new(), |frame: Frame| {
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
