package dev.slipway.benchmarks;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A plot as SVG: a line for each work, a dot for each tool, and a logarithmic scale of
 * milliseconds, on which equal distances are equal ratios.
 */
final class DotPlot {

	private static final int WIDTH = 960;

	private static final int LEFT = 300;

	private static final int MARGIN = 40;

	private static final int TOP = 84;

	private static final int LINE = 30;

	private final String title;

	private final List<Line> lines = new ArrayList<>();

	DotPlot(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/**
	 * Add a line.
	 * @param label what was done
	 * @param milliseconds how long each tool took; what is not a positive number is left
	 * out
	 */
	void add(String label, Map<Tool, Double> milliseconds) {
		this.lines.add(new Line(label, milliseconds));
	}

	String svg() {
		int height = TOP + this.lines.size() * LINE + 40;
		StringBuilder svg = new StringBuilder();
		svg.append("""
				<svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
				font-family="sans-serif" font-size="13">
				<title>%3$s</title>
				<rect width="100%%" height="100%%" fill="#ffffff"/>
				""".formatted(WIDTH, height, escaped(this.title)));
		text(svg, LEFT, 24, "start", "#111111", this.title);
		legend(svg);
		int lowest = (int) Math.floor(Math.log10(extreme(true)));
		int highest = Math.max((int) Math.ceil(Math.log10(extreme(false))), lowest + 1);
		grid(svg, lowest, highest);
		for (int i = 0; i < this.lines.size(); i++) {
			Line line = this.lines.get(i);
			int y = TOP + i * LINE + LINE / 2;
			text(svg, LEFT - 12, y + 4, "end", "#111111", line.label);
			for (Tool tool : Tool.values()) {
				double value = line.milliseconds.getOrDefault(tool, Double.NaN);
				if (value > 0) {
					svg.append("<circle cx=\"%s\" cy=\"%d\" r=\"6\" fill=\"%s\"><title>%s: %s</title></circle>%n"
						.formatted(number(x(value, lowest, highest)), y, color(tool), escaped(tool.label()),
								Numbers.milliseconds(value)));
				}
			}
		}
		return svg.append("</svg>\n").toString();
	}

	private void legend(StringBuilder svg) {
		Set<Tool> tools = EnumSet.noneOf(Tool.class);
		this.lines.forEach((line) -> tools.addAll(line.milliseconds.keySet()));
		int x = MARGIN;
		for (Tool tool : tools) {
			svg.append("<circle cx=\"%d\" cy=\"46\" r=\"6\" fill=\"%s\"/>%n".formatted(x + 6, color(tool)));
			text(svg, x + 17, 50, "start", "#111111", tool.label());
			x += 34 + tool.label().length() * 7;
		}
	}

	private void grid(StringBuilder svg, int lowest, int highest) {
		int bottom = TOP + this.lines.size() * LINE;
		for (int power = lowest; power <= highest; power++) {
			double value = Math.pow(10, power);
			String x = number(x(value, lowest, highest));
			svg.append("<line x1=\"%1$s\" y1=\"%2$d\" x2=\"%1$s\" y2=\"%3$d\" stroke=\"#cccccc\"/>%n".formatted(x, TOP,
					bottom));
			text(svg, x(value, lowest, highest), bottom + 20, "middle", "#555555",
					(value < 1000) ? number(value) + " ms" : number(value / 1000) + " s");
		}
		for (int i = 0; i < this.lines.size(); i++) {
			int y = TOP + i * LINE + LINE / 2;
			svg.append("<line x1=\"%1$d\" y1=\"%2$d\" x2=\"%3$d\" y2=\"%2$d\" stroke=\"#eeeeee\"/>%n".formatted(LEFT, y,
					WIDTH - MARGIN));
		}
	}

	private double extreme(boolean smallest) {
		double result = Double.NaN;
		for (Line line : this.lines) {
			for (double value : line.milliseconds.values()) {
				if (value > 0 && (Double.isNaN(result) || (value < result) == smallest)) {
					result = value;
				}
			}
		}
		return Double.isNaN(result) ? 1 : result;
	}

	private static double x(double value, int lowest, int highest) {
		return LEFT + (Math.log10(value) - lowest) / (highest - lowest) * (WIDTH - LEFT - MARGIN);
	}

	private static String color(Tool tool) {
		return switch (tool) {
			case NONE, NONE_PROCESSED -> "#555555";
			case SLIPWAY -> "#0b6bcb";
			case SLIPWAY_INDEX -> "#54aeff";
			case FLYWAY -> "#d1242f";
			case LIQUIBASE -> "#bf8700";
			case DBMATE -> "#8250df";
			case PSQL -> "#6e7781";
			case BARE -> "#1a7f37";
			case BARE_ONE -> "#7ccf8a";
		};
	}

	private static void text(StringBuilder svg, double x, int y, String anchor, String color, String text) {
		svg.append("<text x=\"%s\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n".formatted(number(x), y, anchor,
				color, escaped(text)));
	}

	private static String number(double value) {
		String text = String.format(Locale.ROOT, "%.1f", value);
		return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
	}

	private record Line(String label, Map<Tool, Double> milliseconds) {
	}

}
