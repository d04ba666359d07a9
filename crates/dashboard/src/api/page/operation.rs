//! One operation as the page shows it.

use serde_json::{Map, Value};

use super::example;

/// One operation.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    /// Its id, also of its place on the page.
    pub id: String,
    /// The group.
    pub tag: String,
    /// `GET`.
    pub method: String,
    /// The path with its parts in braces.
    pub path: String,
    /// What it does.
    pub summary: String,
    /// What it takes.
    pub parameters: Vec<Parameter>,
    /// A call of it.
    pub example: String,
}

/// One parameter.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it stands: `path` or `query`.
    pub place: String,
    /// What it may say.
    pub values: String,
    /// What it is for.
    pub about: String,
}

/// All operations of the document, by path.
pub(super) fn all(document: &Value, base: &str) -> Vec<Operation> {
    let paths = document.get("paths").and_then(Value::as_object);
    let of_path = |(path, item): (&String, &Value)| {
        let methods = item.as_object().cloned().unwrap_or_default();
        let path = path.clone();
        methods
            .into_iter()
            .map(move |(method, operation)| one(&method, &path, &operation, base))
            .collect::<Vec<_>>()
    };
    paths.into_iter().flatten().flat_map(of_path).collect()
}

fn one(method: &str, path: &str, operation: &Value, base: &str) -> Operation {
    let id = text(operation, "operationId");
    let tag = operation.pointer("/tags/0").and_then(Value::as_str);
    let parameters = operation.get("parameters").and_then(Value::as_array);
    Operation {
        tag: tag.unwrap_or_default().to_owned(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(operation, "summary"),
        parameters: parameters.into_iter().flatten().map(parameter).collect(),
        example: example::curl(&id, &method.to_uppercase(), path, base),
        id,
    }
}

fn parameter(parameter: &Value) -> Parameter {
    Parameter {
        name: text(parameter, "name"),
        place: text(parameter, "in"),
        values: parameter
            .get("schema")
            .and_then(Value::as_object)
            .map(values)
            .unwrap_or_default(),
        about: text(parameter, "description"),
    }
}

/// What a schema allows, in short.
fn values(schema: &Map<String, Value>) -> String {
    if let Some(Value::Object(items)) = schema.get("items") {
        return format!("{}, …", values(items));
    }
    if let Some(Value::Array(names)) = schema.get("enum") {
        let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
        return names.join(" | ");
    }
    if let (Some(least), Some(most)) = (schema.get("minimum"), schema.get("maximum")) {
        return format!("{least}–{most}");
    }
    match schema.get("format").and_then(Value::as_str) {
        Some("date") => "2026-11-23".to_owned(),
        _ => "…".to_owned(),
    }
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
