package dev.slipway.engine.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.slipway.engine.postgres.OwnTransaction;
import org.jspecify.annotations.Nullable;

/**
 * What a database consists of at one moment: tables, columns, constraints, views,
 * functions, privileges, comments and the rest, but no data. Two databases of the same
 * server, or of servers of the same version, can be compared.
 * <p>
 * Not in it are roles, tablespaces and settings of the database, which belong to the
 * server, and what belongs to an extension.
 */
public final class Catalog {

	/** By parent and itself, so that what belongs together stands together. */
	private final Map<String, CatalogObject> objects;

	/** Kinds and names of all of them. */
	private final Set<String> names = new HashSet<>();

	private Catalog(Map<String, CatalogObject> objects) {
		this.objects = objects;
		objects.values().forEach((object) -> this.names.add(object.fullName()));
	}

	/**
	 * Read the catalog of a database, as everybody sees it who has no transaction open.
	 * No right on the objects is needed.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param without tables that are left out with all that belongs to them, such as
	 * history tables: each with its schema and in quotes. Those that do not exist do not
	 * matter.
	 * @return the catalog
	 * @throws SQLException if the database refuses
	 */
	public static Catalog read(Connection connection, List<String> without) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(OwnTransaction.BEGIN);
			try {
				statement.execute(OwnTransaction.SAFE_PATH);
				Catalog catalog = read(statement, CatalogSql.query(without));
				statement.execute(OwnTransaction.COMMIT);
				return catalog;
			}
			catch (SQLException ex) {
				OwnTransaction.rollBack(connection, ex);
				throw ex;
			}
		}
	}

	private static Catalog read(Statement statement, String query) throws SQLException {
		Map<String, CatalogObject> objects = new TreeMap<>();
		try (ResultSet rows = statement.executeQuery(query)) {
			while (rows.next()) {
				String kind = String.valueOf(rows.getString("kind"));
				String name = String.valueOf(rows.getString("name"));
				String definition = rows.getString("definition");
				CatalogObject object = new CatalogObject(kind, name, rows.getString("parent"),
						(definition != null) ? definition : "");
				objects.put(object.key(), object);
			}
		}
		return new Catalog(objects);
	}

	/**
	 * Return how another catalog differs from this one, object by object. What belongs to
	 * an object that one of both lacks is not mentioned besides it.
	 * @param other the other catalog
	 * @return the differences; empty when both are the same
	 */
	public List<CatalogDifference> differences(Catalog other) {
		TreeSet<String> keys = new TreeSet<>(this.objects.keySet());
		keys.addAll(other.objects.keySet());
		List<CatalogDifference> differences = new ArrayList<>();
		for (String key : keys) {
			CatalogObject one = this.objects.get(key);
			CatalogObject two = other.objects.get(key);
			if (one == null && two != null && hasParent(two)) {
				differences.add(new CatalogDifference(two.kind(), two.name(), null, two.definition()));
			}
			else if (one != null && two == null && other.hasParent(one)) {
				differences.add(new CatalogDifference(one.kind(), one.name(), one.definition(), null));
			}
			else if (one != null && two != null && !one.definition().equals(two.definition())) {
				differences.add(new CatalogDifference(one.kind(), one.name(), one.definition(), two.definition()));
			}
		}
		return differences;
	}

	private boolean hasParent(CatalogObject object) {
		String parent = object.parent();
		return parent == null || this.names.contains(parent);
	}

	/**
	 * Return how many objects and aspects of objects it has.
	 */
	public int size() {
		return this.objects.size();
	}

	/**
	 * One object, or one aspect of it.
	 *
	 * @param kind such as "table column" or "owner of table"
	 * @param name with its schema, and in quotes where it needs them
	 * @param parent kind and name of what it belongs to; {@code null} when it stands by
	 * itself
	 * @param definition what is compared
	 */
	private record CatalogObject(String kind, String name, @Nullable String parent, String definition) {

		String fullName() {
			return this.kind + " " + this.name;
		}

		String key() {
			return (this.parent != null) ? this.parent + "\n" + fullName() : fullName();
		}

	}

}
