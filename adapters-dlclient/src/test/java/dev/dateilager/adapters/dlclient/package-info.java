@NullMarked
package dev.dateilager.adapters.dlclient;

import org.jspecify.annotations.NullMarked;
