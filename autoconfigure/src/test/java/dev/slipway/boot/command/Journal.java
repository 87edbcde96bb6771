package dev.slipway.boot.command;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zaxxer.hikari.HikariDataSource;

/**
 * What happened inside of an application.
 *
 * @param created the application's own beans that were created or started
 * @param pools its DataSources
 * @param exits the codes with which the process would have ended
 */
record Journal(List<String> created, List<HikariDataSource> pools, List<Integer> exits) {

	Journal() {
		this(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
	}

	/** Also for those who look at the process from outside. */
	void add(String bean) {
		this.created.add(bean);
		System.out.println("created: " + bean);
	}

}
