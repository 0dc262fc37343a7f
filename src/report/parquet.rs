//! Parquet: the report's rows in typed columns, for data frames and columnar databases.
//!
//! A column has the narrowest type that all its values have: booleans, INT64, DOUBLE, DATE, TIMESTAMP (microseconds,
//! UTC), else text; lists are lists. A column without any value has the type that says so (`UNKNOWN`, the null type of
//! data frames), so that it joins with the same column of another file, whatever its type is there.

use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use ::parquet::errors::Result;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};

use super::block::Report;
use super::rows::day_of;
use super::safe::shown_cell;

/// Rows that stand together: what a reader can take at once.
const GROUP: usize = 100_000;

/// The report's rows; texts as in CSV, but none is taken for a formula anywhere.
///
/// # Errors
/// Where the format cannot hold it.
pub fn render(report: &Report) -> Result<Vec<u8>> {
    let rows = report.flat.as_ref().unwrap_or(&report.rows);
    let columns = report.columns.iter();
    let columns: Vec<Column> = columns.map(|name| Column::of(name, rows)).collect();
    let fields = columns
        .iter()
        .map(Column::schema)
        .collect::<Result<Vec<_>>>()?;
    let schema = Type::group_type_builder("rows")
        .with_fields(fields)
        .build()?;
    let about = |key: &str, value: String| KeyValue::new(key.to_owned(), shown_cell(&value));
    let properties = WriterProperties::builder()
        .set_created_by(format!("stance {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::GZIP(Default::default()))
        .set_key_value_metadata(Some(vec![
            about("report", report.kind.to_owned()),
            about("title", report.title.to_plain()),
            about("rests on", report.basis.line().to_plain()),
        ]))
        .build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    for part in rows.chunks(GROUP) {
        let mut group = file.next_row_group()?;
        for column in &columns {
            if let Some(mut writer) = group.next_column()? {
                column.write(part, &mut writer)?;
                writer.close()?;
            }
        }
        group.close()?;
    }
    file.into_inner()
}

/// What all values of a column are.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Nothing,
    Flag,
    Whole,
    Fraction,
    Day,
    Moment,
    Text,
}

impl Kind {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(_) => Self::Flag,
            Value::Number(number) if number.is_i64() => Self::Whole,
            Value::Number(_) => Self::Fraction,
            Value::String(text) if day_of(text).is_some() => Self::Day,
            Value::String(text) if moment(text).is_some() => Self::Moment,
            _ => Self::Text,
        }
    }

    /// The kind that holds both.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, kind) | (kind, Self::Nothing) => kind,
            (one, same) if one == same => one,
            (Self::Whole | Self::Fraction, Self::Whole | Self::Fraction) => Self::Fraction,
            _ => Self::Text,
        }
    }
}

struct Column<'a> {
    name: &'a str,
    kind: Kind,
    /// Whether every value is a list.
    listed: bool,
}

impl<'a> Column<'a> {
    fn of(name: &'a str, rows: &[Map<String, Value>]) -> Self {
        let values = || {
            let values = rows.iter().filter_map(|row| row.get(name));
            values.filter(|value| !value.is_null())
        };
        let listed = values().next().is_some() && values().all(Value::is_array);
        let join = |kind: Kind, value: &Value| kind.and(Kind::of(value));
        let kind = match listed {
            true => values()
                .filter_map(Value::as_array)
                .flatten()
                .fold(Kind::Nothing, join),
            false => values().fold(Kind::Nothing, join),
        };
        Self { name, kind, listed }
    }

    fn schema(&self) -> Result<TypePtr> {
        let (physical, logical) = match self.kind {
            Kind::Nothing => (Physical::INT32, Some(LogicalType::Unknown)),
            Kind::Flag => (Physical::BOOLEAN, None),
            Kind::Whole => (Physical::INT64, None),
            Kind::Fraction => (Physical::DOUBLE, None),
            Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
            Kind::Moment => (
                Physical::INT64,
                Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
            ),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let name = shown_cell(self.name);
        let value = |name| {
            let value = Type::primitive_type_builder(name, physical);
            let value = value.with_repetition(Repetition::OPTIONAL);
            value.with_logical_type(logical.clone()).build()
        };
        if !self.listed {
            return value(&name).map(Arc::new);
        }
        let items = Type::group_type_builder("list")
            .with_repetition(Repetition::REPEATED)
            .with_fields(vec![Arc::new(value("element")?)])
            .build()?;
        let list = Type::group_type_builder(&name)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::List))
            .with_fields(vec![Arc::new(items)]);
        list.build().map(Arc::new)
    }

    fn write(&self, rows: &[Map<String, Value>], out: &mut SerializedColumnWriter) -> Result<()> {
        let cells = Cells::of(self, rows);
        match self.kind {
            Kind::Nothing => cells.put::<Int32Type>(out, |_| None),
            Kind::Flag => cells.put::<BoolType>(out, Value::as_bool),
            Kind::Whole => cells.put::<Int64Type>(out, Value::as_i64),
            Kind::Fraction => cells.put::<DoubleType>(out, Value::as_f64),
            Kind::Day => cells.put::<Int32Type>(out, |value| {
                let day = day_of(value.as_str()?)?;
                let since = day.signed_duration_since(NaiveDate::default());
                since.num_days().try_into().ok()
            }),
            Kind::Moment => cells.put::<Int64Type>(out, |value| moment(value.as_str()?)),
            Kind::Text => cells.put::<ByteArrayType>(out, |value| {
                let text = match value {
                    Value::String(text) => shown_cell(text),
                    other => shown_cell(&other.to_string()),
                };
                Some(ByteArray::from(text.into_bytes()))
            }),
        }
    }
}

/// The values of a column as the format has them (Dremel, Melnik et al. 2010): a value is there where its definition
/// is the highest; of lists, lower ones tell an empty item, an empty list and none, and the repetition whether an
/// item goes on with the list before it.
#[derive(Default)]
struct Cells<'a> {
    values: Vec<&'a Value>,
    definition: Vec<i16>,
    repetition: Option<Vec<i16>>,
}

impl<'a> Cells<'a> {
    fn of(column: &Column, rows: &'a [Map<String, Value>]) -> Self {
        let mut cells = Self {
            repetition: column.listed.then(Vec::new),
            ..Self::default()
        };
        for row in rows {
            match row.get(column.name).filter(|value| !value.is_null()) {
                None => cells.add(0, 0, None),
                Some(Value::Array(items)) if column.listed => {
                    if items.is_empty() {
                        cells.add(0, 1, None);
                    }
                    for (at, item) in items.iter().enumerate() {
                        let item = Some(item).filter(|item| !item.is_null());
                        cells.add((at > 0).into(), 2 + i16::from(item.is_some()), item);
                    }
                }
                Some(value) => cells.add(0, 1, Some(value)),
            }
        }
        cells
    }

    fn add(&mut self, repetition: i16, definition: i16, value: Option<&'a Value>) {
        self.definition.push(definition);
        self.values.extend(value);
        if let Some(levels) = &mut self.repetition {
            levels.push(repetition);
        }
    }

    fn put<T: DataType>(
        &self,
        out: &mut SerializedColumnWriter,
        read: impl Fn(&Value) -> Option<T::T>,
    ) -> Result<()> {
        let values: Vec<T::T> = self.values.iter().filter_map(|value| read(value)).collect();
        let (definition, repetition) = (Some(&self.definition[..]), self.repetition.as_deref());
        out.typed::<T>()
            .write_batch(&values, definition, repetition)?;
        Ok(())
    }
}

/// A time as the views write it, in microseconds of the Unix epoch.
fn moment(text: &str) -> Option<i64> {
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    Some(time.timestamp_micros())
}
