//! Rows as the server sends them → types, by the names of their columns.
//!
//! Where rows are thousands, this takes the server a fifth of the time that JSON takes it, and the client less, too.

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::value::{Error, SeqDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use sqlx::postgres::PgRow;
use sqlx::{Column, Decode, Postgres, Row, Type, TypeInfo, ValueRef};

/// A row as a type with a field for each column. What stands in columns named `before.x` and `before.y`, beside each
/// other, is the field `before` with the fields `x` and `y`.
pub(super) fn of<T: DeserializeOwned>(row: &PgRow) -> Result<T, sqlx::Error> {
    let columns = Columns {
        row,
        at: 0,
        end: row.columns().len(),
        skip: 0,
    };
    T::deserialize(columns).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// Columns of a row, as a map.
struct Columns<'r> {
    row: &'r PgRow,
    at: usize,
    end: usize,
    /// Bytes of the names that are told already.
    skip: usize,
}

impl<'r> Columns<'r> {
    fn name(&self, at: usize) -> &'r str {
        &self.row.columns()[at].name()[self.skip..]
    }
}

impl<'de> MapAccess<'de> for Columns<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if self.at == self.end {
            return Ok(None);
        }
        let name = self.name(self.at);
        let field = name.split_once('.').map_or(name, |(field, _)| field);
        seed.deserialize(StrDeserializer::new(field)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (row, at) = (self.row, self.at);
        let Some((field, _)) = self.name(at).split_once('.') else {
            self.at += 1;
            return seed.deserialize(Cell { row, at });
        };
        let of_field = |at: &usize| {
            let name = self.name(*at).strip_prefix(field);
            name.is_some_and(|rest| rest.starts_with('.'))
        };
        let end = at + (at..self.end).take_while(of_field).count();
        self.at = end;
        seed.deserialize(Columns {
            row,
            at,
            end,
            skip: self.skip + field.len() + 1,
        })
    }
}

impl<'de> Deserializer<'de> for Columns<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// One value.
struct Cell<'r> {
    row: &'r PgRow,
    at: usize,
}

impl<'r> Cell<'r> {
    fn get<T: Decode<'r, Postgres> + Type<Postgres>>(&self) -> Result<T, Error> {
        self.row.try_get(self.at).map_err(Error::custom)
    }

    fn is_null(&self) -> Result<bool, Error> {
        let value = self.row.try_get_raw(self.at).map_err(Error::custom)?;
        Ok(value.is_null())
    }
}

impl<'de> Deserializer<'de> for Cell<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_null()? {
            return visitor.visit_unit();
        }
        let column = &self.row.columns()[self.at];
        match column.type_info().name() {
            "INT8" => visitor.visit_i64(self.get()?),
            "INT4" => visitor.visit_i32(self.get()?),
            "INT2" => visitor.visit_i16(self.get()?),
            "FLOAT4" => visitor.visit_f32(self.get()?),
            "BOOL" => visitor.visit_bool(self.get()?),
            "TEXT" => visitor.visit_str(self.get()?),
            "DATE" => visitor.visit_string(self.get::<NaiveDate>()?.to_string()),
            "TIMESTAMPTZ" => visitor.visit_string(self.get::<DateTime<Utc>>()?.to_rfc3339()),
            "INT8[]" => {
                visitor.visit_seq(SeqDeserializer::new(self.get::<Vec<i64>>()?.into_iter()))
            }
            other => Err(Error::custom(format!(
                "{} is of a type that is not read here: {other}",
                column.name()
            ))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.is_null()? {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}
