//! Rows for programs: a record's fields, by the view's column names.

use chrono::NaiveDate;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor, value::Error};
use serde::{Serialize, forward_to_deserialize_any};
use serde_json::{Map, Value};

/// A record as a JSON object, fields in their order.
pub fn row_of<T: Serialize>(record: &T) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(mut row)) => {
            row.values_mut().for_each(shorten);
            row
        }
        _ => Map::new(),
    }
}

/// Records as lines of JSON: those that their [objects](row_of) make. Of numbers with digits behind the point they may hold
/// none but `real`.
pub fn lines_of<'r, T: Serialize + 'r>(records: impl IntoIterator<Item = &'r T>) -> String {
    let mut out = Vec::new();
    for record in records {
        // Writing to memory cannot fail, and records have texts for keys.
        let _ = serde_json::to_writer(&mut out, record);
        out.push(b'\n');
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Writes a `real` with the digits that it has: 0.7, not 0.699999988079071.
fn shorten(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let wide = number.as_f64().unwrap_or_default();
            if let Ok(short) = (wide as f32).to_string().parse::<f64>() {
                *value = short.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Object(fields) => fields.values_mut().for_each(shorten),
        _ => {}
    }
}

/// A day as the views write it.
pub fn day_of(text: &str) -> Option<NaiveDate> {
    let written = text.len() == 10 && text.as_bytes()[4] == b'-';
    text.parse().ok().filter(|_| written)
}

/// The field names of a record type, so that CSV has its header even where there is no row.
pub fn columns_of<T: DeserializeOwned>() -> Vec<String> {
    let mut names: &'static [&'static str] = &[];
    // Fails by design: the names are all that is wanted of it.
    let _ = T::deserialize(FieldNames(&mut names));
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Notes the field names that a derived `Deserialize` asks for, and gives up.
struct FieldNames<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for FieldNames<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("not a struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("names only"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ClaimStance, Coverage};

    #[test]
    fn the_columns_of_a_record_are_its_fields() {
        let columns = columns_of::<Coverage>();
        assert_eq!(
            columns,
            row_of(&Coverage::default())
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        );
        assert_eq!(
            columns_of::<ClaimStance>().first().map(String::as_str),
            Some("topic")
        );
    }

    #[test]
    fn a_line_is_the_object_of_the_record() {
        #[derive(Serialize)]
        struct Real {
            confidence: f32,
        }
        for real in [0.7_f32, 1.0, 0.0, 1e-7, 0.123_456_79, f32::NAN] {
            let record = Real { confidence: real };
            let object = serde_json::to_string(&row_of(&record)).unwrap();
            assert_eq!(lines_of([&record]), object + "\n");
        }
    }

    #[test]
    fn a_real_keeps_its_own_digits() {
        assert_eq!(
            row_of(&serde_json::json!({"confidence": 0.7_f32}))["confidence"].to_string(),
            "0.7"
        );
    }
}
