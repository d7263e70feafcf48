package dev.dateilager.app.program;

import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * Where a command writes.
 *
 * @param out takes the answer
 * @param bytes the same place, for answers that are no text; unbuffered
 * @param err takes the log and all else
 */
record Console(PrintWriter out, OutputStream bytes, PrintWriter err) {}
