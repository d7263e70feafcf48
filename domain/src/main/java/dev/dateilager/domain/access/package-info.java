/** Who may do what: the roles a token grants and the rules that read them. */
@NullMarked
package dev.dateilager.domain.access;

import org.jspecify.annotations.NullMarked;
