package dev.slipway.boot.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.slipway.Layout;
import dev.slipway.MigratorOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service says, what holds for all of them, and Slipway's own defaults.
 */
class ServiceOptionsTests {

	private final Map<String, Object> properties = new LinkedHashMap<>();

	@Test
	void withoutAnythingSaidFilesAreReadAsTheyAre() {
		assertThat(options("")).isEqualTo(MigratorOptions.of(""));
		assertThat(options("a")).isEqualTo(MigratorOptions.of("a"));
	}

	@ParameterizedTest
	@CsvSource({ "golang-migrate, GOLANG_MIGRATE", "sql-migrate, SQL_MIGRATE", "flyway, FLYWAY", "tern, TERN" })
	void aLayoutIsWrittenWithHyphens(String value, Layout layout) {
		this.properties.put("slipway.layout", value);
		assertThat(options("").layout()).isEqualTo(layout);
	}

	@Test
	void whatAServiceSaysCountsBeforeWhatHoldsForAll() {
		this.properties.put("slipway.layout", "goose");
		this.properties.put("slipway.duplicate-versions", "by-name");
		this.properties.put("slipway.placeholder-replacement", "true");
		this.properties.put("slipway.services.a.layout", "plain");
		this.properties.put("slipway.services.a.duplicate-versions", "refuse");
		this.properties.put("slipway.services.a.placeholder-replacement", "false");
		this.properties.put("slipway.services.b.table", "t");
		assertThat(options("a"))
			.isEqualTo(MigratorOptions.of("a").withLayout(Layout.PLAIN).withPlaceholderReplacement(false));
		assertThat(options("b")).isEqualTo(MigratorOptions.of("b")
			.withTable("t")
			.withLayout(Layout.GOOSE)
			.withDuplicateVersionsByName(true)
			.withPlaceholderReplacement(true));
	}

	@Test
	void aServicesRoleAndWaitsCountBeforeThoseOfAll() {
		this.properties.put("slipway.role", "owner_{service}");
		this.properties.put("slipway.connect-retries", "3");
		this.properties.put("slipway.connect-retries-interval", "30");
		this.properties.put("slipway.services.a.table", "t");
		this.properties.put("slipway.services.b.role", "other");
		this.properties.put("slipway.services.b.connect-retries", "0");
		this.properties.put("slipway.services.b.connect-retries-interval", "40");
		this.properties.put("slipway.services.c.role", "none");
		assertThat(options("a").role()).isEqualTo("owner_a");
		assertThat(options("a").connectRetries()).isEqualTo(3);
		assertThat(options("a").connectRetriesInterval()).isEqualTo(Duration.ofSeconds(30));
		assertThat(options("b").role()).isEqualTo("other");
		assertThat(options("b").connectRetries()).isZero();
		assertThat(options("b").connectRetriesInterval()).isEqualTo(Duration.ofSeconds(40));
		assertThat(options("c").role()).isNull();
	}

	@Test
	void schemaIsTheConnectionsUnlessOneIsSet() {
		assertThat(options("").schema()).isNull();
		this.properties.put("slipway.schema", "{service}");
		this.properties.put("slipway.services.b.schema", "other");
		assertThat(options("a").schema()).isEqualTo("a");
		assertThat(options("b").schema()).isEqualTo("other");
	}

	@Test
	void oneServiceMayIgnoreAnotherToolsHistory() {
		this.properties.put("slipway.services.a.ignore-foreign-history", "true");
		assertThat(options("a").ignoreForeignHistory()).isTrue();
		assertThat(options("b").ignoreForeignHistory()).isFalse();
		this.properties.put("slipway.ignore-foreign-history", "true");
		this.properties.put("slipway.services.a.ignore-foreign-history", "false");
		assertThat(options("a").ignoreForeignHistory()).isFalse();
		assertThat(options("b").ignoreForeignHistory()).isTrue();
	}

	@Test
	void oneServiceMayTakeOverAnotherToolsHistory() {
		this.properties.put("slipway.services.a.adopt", "auto");
		this.properties.put("slipway.services.b.adopt-table", "meta.own");
		this.properties.put("slipway.adopt-table", "history_{service}");
		assertThat(options("a").adoptsAutomatically()).isTrue();
		assertThat(options("a").adoptTable()).isEqualTo("history_a");
		assertThat(options("b").adoptsAutomatically()).isFalse();
		assertThat(options("b").adoptTable()).isEqualTo("meta.own");
		this.properties.put("slipway.adopt", "auto");
		this.properties.put("slipway.services.a.adopt", "none");
		assertThat(options("a").adoptsAutomatically()).isFalse();
		assertThat(options("b").adoptsAutomatically()).isTrue();
	}

	@Test
	void aServicesPlaceholdersAreMergedOverTheSharedOnes() {
		this.properties.put("slipway.placeholders.schema", "app_{service}");
		this.properties.put("slipway.placeholders.owner", "app");
		this.properties.put("slipway.services.a.placeholders.Owner", "{service}");
		this.properties.put("slipway.services.a.placeholders.limit", "1");
		assertThat(options("a").placeholders())
			.isEqualTo(Map.of("schema", "app_a", "owner", "{service}", "limit", "1"));
		assertThat(options("").placeholders()).isEqualTo(Map.of("schema", "app_", "owner", "app"));
	}

	@Test
	void bracketsKeepTheNameOfAPlaceholderAsItIs() {
		this.properties.put("slipway.placeholders[flyway:table]", "t");
		this.properties.put("slipway.placeholders[my_name]", "n");
		assertThat(options("").placeholders()).isEqualTo(Map.of("flyway:table", "t", "my_name", "n"));
	}

	private MigratorOptions options(String service) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", this.properties));
		SlipwayProperties bound = new Binder(ConfigurationPropertySources.get(environment)).bindOrCreate("slipway",
				SlipwayProperties.class);
		return new ServiceOptions(bound).merge(service,
				bound.getServices().getOrDefault(service, ServiceOptions.said(null)));
	}

}
