import org.jspecify.annotations.NullMarked;

/** Keeps the catalogue in PostgreSQL, and runs the embedded one where there is no other. */
@NullMarked
@SuppressWarnings("requires-automatic") // the PostgreSQL driver ships no descriptor
module dev.dateilager.adapters.postgres {
  requires static org.jspecify;
  requires transitive dev.dateilager.domain;
  requires com.zaxxer.hikari;
  requires java.sql;
  requires org.apache.commons.compress;
  requires org.postgresql.jdbc;
  requires org.tukaani.xz;

  exports dev.dateilager.adapters.postgres;
  exports dev.dateilager.adapters.postgres.socket to
      org.postgresql.jdbc; // the driver makes the socket factory by its name
}
