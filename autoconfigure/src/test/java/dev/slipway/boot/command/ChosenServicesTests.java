package dev.slipway.boot.command;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which services a command works on.
 */
class ChosenServicesTests {

	@Test
	void withoutANameTheyAreAll() {
		assertThat(chosen(null, "", "a", "b")).containsExactly("", "a", "b");
	}

	@Test
	void namesAreTakenInTheOrderOfAll() {
		assertThat(chosen("b , a", "a", "b", "c")).containsExactly("a", "b");
	}

	@Test
	void unnamedServiceIsTheDefault() {
		assertThat(chosen("default", "", "a")).containsExactly("");
		assertThat(chosen("default", "", "default")).containsExactly("default");
	}

	@Test
	void unknownNameIsRefusedWithTheNearest() {
		assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(() -> chosen("biling", "", "billing"))
			.withMessage("Command 'migrate' cannot run: there is no service 'biling'. Did you mean 'billing'?"
					+ " The services are default, billing.");
	}

	@Test
	void targetIsThatOfOneService() {
		List<Migrator> all = migrators("a", "b");
		CommandLine line = line("a", "3");
		CommandWork.Call call = new ChosenServices(line, all)
			.upToTarget(new CommandWork.Call(line, all, new ChosenServices(line, all).migrators(), 3));
		assertThat(call.parallelism()).isEqualTo(3);
		assertThat(call.services()).singleElement().satisfies((one) -> {
			assertThat(one.getOptions().target()).isEqualTo("3");
			assertThat(call.all()).containsExactly(one, all.get(1));
		});
	}

	@Test
	void targetOfSeveralServicesIsRefused() {
		List<Migrator> all = migrators("a", "");
		assertThatExceptionOfType(CommandRefusedException.class)
			.isThrownBy(() -> new ChosenServices(line(null, "3"), all)
				.upToTarget(new CommandWork.Call(line(null, "3"), all, all, 1)))
			.withMessageEndingWith("slipway.target is a version of one service, and there are 2: a, default. Add"
					+ " --slipway.service=NAME.");
	}

	@Test
	void targetThatIsNoVersionIsRefused() {
		List<Migrator> all = migrators("");
		assertThatExceptionOfType(CommandRefusedException.class)
			.isThrownBy(() -> new ChosenServices(line(null, "latest"), all)
				.upToTarget(new CommandWork.Call(line(null, "latest"), all, all, 1)))
			.withMessageEndingWith("slipway.target: 'latest' is no version: digits, in parts separated by dots.");
	}

	private static List<String> chosen(@Nullable String wanted, String... names) {
		return new ChosenServices(line(wanted, null), migrators(names)).migrators()
			.stream()
			.map((migrator) -> migrator.getOptions().service())
			.toList();
	}

	private static CommandLine line(@Nullable String service, @Nullable String target) {
		Map<CommandOption, String> values = new EnumMap<>(CommandOption.class);
		if (service != null) {
			values.put(CommandOption.SERVICE, service);
		}
		if (target != null) {
			values.put(CommandOption.TARGET, target);
		}
		return new CommandLine(Command.MIGRATE, values, List.of());
	}

	private static List<Migrator> migrators(String... names) {
		return List.of(names)
			.stream()
			.map((name) -> Migrator.of(new DriverManagerDataSource(), MigratorOptions.of(name)))
			.toList();
	}

}
