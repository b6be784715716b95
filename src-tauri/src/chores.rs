//! Commands that ask the core once and return what it says.

use std::sync::atomic::{AtomicU64, Ordering};

use opta_core::Core;
use opta_core::contract::{Conversation, ConversationList, Failure, LlmStatus, ModelList};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tauri::State;

static ASKED: AtomicU64 = AtomicU64::new(0);

/// Return a JSON object as a tool's arguments.
pub fn arguments(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Call a tool whose events nobody waits for.
pub async fn once<T: DeserializeOwned>(
    core: &Core,
    tool: &'static str,
    arguments: Map<String, Value>,
) -> Result<T, Failure> {
    let id = format!("once-{}", ASKED.fetch_add(1, Ordering::Relaxed));
    Ok(core.call(&id, tool, arguments, drop).await?)
}

/// The conversations that are kept.
#[tauri::command]
pub async fn conversation_list(core: State<'_, Core>) -> Result<ConversationList, Failure> {
    once(&core, "conversation_list", Map::new()).await
}

/// One conversation, whole.
#[tauri::command]
pub async fn conversation_read(core: State<'_, Core>, id: String) -> Result<Conversation, Failure> {
    once(&core, "conversation_read", arguments(json!({ "id": id }))).await
}

/// Forget a conversation for good; returns those that are left.
#[tauri::command]
pub async fn conversation_forget(core: State<'_, Core>, id: String) -> Result<ConversationList, Failure> {
    once(&core, "conversation_forget", arguments(json!({ "id": id }))).await
}

/// The models that are installed.
#[tauri::command]
pub async fn llm_models(core: State<'_, Core>) -> Result<ModelList, Failure> {
    once(&core, "llm_models", Map::new()).await
}

/// Let another model answer from now on.
#[tauri::command]
pub async fn model_choose(core: State<'_, Core>, name: String) -> Result<LlmStatus, Failure> {
    once(&core, "model_choose", arguments(json!({ "name": name }))).await
}

/// Start Ollama where it is installed and does not run.
#[tauri::command]
pub async fn ollama_start(core: State<'_, Core>) -> Result<LlmStatus, Failure> {
    once(&core, "ollama_start", Map::new()).await
}

/// Open a web address in the user's browser; anything else is refused.
#[tauri::command]
pub async fn link_open(address: String) -> Result<(), Failure> {
    let refused = |why: String| Failure { code: "link.refused".into(), message: why, hint: String::new() };
    if !address.starts_with("https://") && !address.starts_with("http://") {
        return Err(refused("Only web addresses are opened.".into()));
    }
    open::that_detached(&address).map_err(|error| refused(format!("No browser could be opened: {error}.")))
}
