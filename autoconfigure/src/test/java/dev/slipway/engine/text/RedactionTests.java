package dev.slipway.engine.text;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * What is shown of connection URLs and passwords.
 */
class RedactionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
			no jdbc:postgresql://h:1/x?user=u&password=a;hush        > no jdbc:postgresql://h:1/x?***
			no jdbc:postgresql://h:1/x;user=u;hush, or ?             > no jdbc:postgresql://h:1/x?***
			no JDBC:x:y?hush                                         > no JDBC:x:y?***
			no jdbc:postgresql://h:1/my db?hush                      > no jdbc:postgresql://h:1/my db?***
			jdbc:x://me:hush@host/db?ssl=true fails                  > jdbc:x://***@host/db?***
			jdbc:x://me:hu/s h@y@host/db fails                       > jdbc:x://***@host/db fails
			jdbc:x:me/hush@host fails                                > jdbc:x:***@host fails
			jdbc:x://me:hu?sh@host/db fails                          > jdbc:x://***
			jdbc:x://me:hu;sh@host/db fails                          > jdbc:x://***
			jdbc:x://host/db?password=hu@sh it is                    > jdbc:x://***
			'postgres://me:hush@host/db' fails                       > 'postgres://***@host/db' fails
			http://h/a and then: http://h/b?hush                     > http://h/a and then: http://h/b?***
			see 'http://h/a'; then ?                                 > see 'http://h/a'; then ?
			password=hu sh, "x"; 'y' } z                             > password=***
			sslpassword = hush                                       > sslpassword =***
			PGPASSWORD=hush                                          > PGPASSWORD=***
			{user=u, pwd=hu,sh}                                      > {user=u, pwd=***
			a/b: c=d, e@f?g;h                                        > a/b: c=d, e@f?g;h
			nothing at all                                           > nothing at all
			""")
	void nothingOfAnUrlBehindItsPathIsShown(String text, String shown) {
		assertThat(Redaction.mask(text)).isEqualTo(shown);
	}

	@Test
	void eachLineIsMaskedOnItsOwn() {
		assertThat(Redaction.mask("jdbc:x:y?hush\npassword=hush\n\nNothing was applied.\n"))
			.isEqualTo("jdbc:x:y?***\npassword=***\n\nNothing was applied.\n");
	}

	@Test
	void aLongLineTakesNoLongTime() {
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
			for (String part : new String[] { "//", "a://", "jdbc:", "jdbc:x://@", "password", "pwd ", "=" }) {
				assertThatCode(() -> Redaction.mask(part.repeat(200_000))).doesNotThrowAnyException();
			}
		});
	}

}
