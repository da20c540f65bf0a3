using System.Globalization;
using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;

namespace Patella.Tests.Kernel.Dmn;

public sealed class FeelTests
{
    private static readonly string[] Temporals =
    [
        "@\"-99999-02-28\"", "@\"2024-02-29T23:59:59.123456789@Asia/Shanghai\"", "@\"10:00:00+05:30\"", "@\"10:00:00\"", "@\"-P1DT0.5S\"", "@\"P14M\"",
    ];

    [Theory]
    [InlineData("0.1 + 0.2 = 0.3", true)]
    [InlineData("1/3*3", "0.9999999999999999999999999999")]
    [InlineData("2 ** 0.5 * 2 ** 0.5 - 2 < 0.00000000000000000001", true)]
    [InlineData("exp(log(7)) - 7 < 0.000000000000000000001", true)]
    [InlineData("99999999999999999999999999999 * 10", null)]
    [InlineData("1e400", null)]
    public void Numbers_are_decimal_with_28_digits_and_what_does_not_fit_is_null(string text, object? expected)
    {
        object? actual = Models.Feel(text);

        Assert.Equal(expected is string digits ? decimal.Parse(digits, CultureInfo.InvariantCulture) : expected, actual);
    }

    [Fact]
    public void Names_may_hold_spaces_symbols_and_Chinese_and_the_longest_known_one_counts()
    {
        var facts = new Dictionary<string, object?> { ["a"] = 10, ["b"] = 3, ["a-b"] = 100, ["refund  amount"] = 5, ["退款 金额"] = 7, ["days in weekend"] = new[] { 1, 2 } };

        Assert.Equal(100m, Evaluate("a-b", facts));
        Assert.Equal(13m, Evaluate("a+b", facts));
        Assert.Equal(107m, Evaluate("a-b + 退款  金额", facts));
        Assert.Equal(2m, Evaluate("count(for d in days in weekend return d)", facts));
    }

    [Fact]
    public void A_filter_sees_the_entries_of_its_items_before_the_variables_around()
    {
        Assert.Equal(FeelList.Of(2m), Models.Feel("[{price: 1, name: \"a\"}, {price: 2, name: \"b\"}][name = wanted].price", new { wanted = "b", price = 9 }));
    }

    [Fact]
    public void A_condition_on_a_list_without_items_is_met_by_none_and_is_no_error()
    {
        var functions = "{size: function(x) if x.n > 1 then \"big\" else \"small\", big: [][size(item) = \"big\"]}";
        var result = FeelExpression.Compile(functions).Evaluate();
        Assert.False(result.HasErrors);
        Assert.Equal(FeelList.Empty, ((FeelContext)result.Value!)["big"]);
    }

    [Fact]
    public void A_function_remembers_the_values_around_it_even_when_made_in_a_loop()
    {
        Assert.Equal(FeelList.Of(11m, 12m, 13m), Models.Feel("{fs: for i in 1..3 return function(x) x + i, r: for f in fs return f(10)}.r"));
    }

    [Fact]
    public void The_clock_is_the_callers()
    {
        var now = new DateTimeOffset(2024, 2, 29, 23, 30, 0, TimeSpan.FromHours(8));

        Assert.Equal(new FeelDate(2024, 2, 29), FeelExpression.Compile("today()").Evaluate(options: new DmnOptions(now)).Value);
        Assert.Equal(FeelValues.From(now), FeelExpression.Compile("now()").Evaluate(options: new DmnOptions(now)).Value);
        DmnResult without = FeelExpression.Compile("now()").Evaluate();
        Assert.Null(without.Value);
        Assert.True(without.HasErrors);
    }

    [Fact]
    public void A_day_in_a_zone_that_changes_its_clock_has_23_hours()
    {
        Assert.Equal("PT23H", Models.Feel("string(@\"2024-04-01T00:00:00@Europe/Paris\" - @\"2024-03-31T00:00:00@Europe/Paris\")"));
    }

    [Fact]
    public void A_zone_that_is_a_path_out_of_the_table_is_no_zone()
    {
        Assert.Null(Models.Feel("time(\"10:00:00@../../../etc/passwd\")"));
        Assert.Null(Models.Feel("time(\"10:00:00@/etc/passwd\")"));
    }

    [Fact]
    public void Dates_agree_with_the_runtimes_calendar_in_its_years_and_count_on_beyond_them()
    {
        var random = new Random(1);
        for (int round = 0; round < 5000; round++)
        {
            DateOnly day = DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber));
            var date = new FeelDate(day.Year, day.Month, day.Day);

            Assert.Equal(day.DayNumber - new DateOnly(1970, 1, 1).DayNumber, date.DayNumber);
            Assert.Equal(day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek, date.Weekday);
            Assert.Equal(day.DayOfYear, date.DayOfYear);
            Assert.Equal(ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue)), date.WeekOfYear);
        }

        for (int round = 0; round < 5000; round++)
        {
            FeelDate date = FeelDate.Create(random.Next(-900_000_000, 900_000_000), random.Next(1, 13), random.Next(1, 29))!.Value;
            Assert.Equal(date, Models.Feel("date(text) + duration(\"P400D\") - duration(\"P400D\")", new { text = date.ToString() }));
        }
    }

    [Fact]
    public void Every_value_written_is_read_again_as_itself()
    {
        var random = new Random(2);
        for (int round = 0; round < 2000; round++)
        {
            object? value = Value(random, 3);
            string text = FeelText.Write(FeelList.Of(value));
            FeelExpression expression = FeelExpression.Compile(text.Replace("##", "@", StringComparison.Ordinal));

            Assert.True(FeelList.Of(value).Equals(expression.Evaluate().Value), $"round {round}: {text}");
        }
    }

    [Fact]
    public void Every_value_stored_as_JSON_comes_back_as_itself_digit_by_digit()
    {
        var random = new Random(6);
        for (int round = 0; round < 1000; round++)
        {
            FeelList value = FeelList.Of(Value(random, 3), Models.Feel(Temporals[random.Next(Temporals.Length)]), 1.50m);

            string stored = FeelJson.Write(value);

            Assert.Equal(value, FeelJson.Read(stored));
            Assert.Equal(stored, FeelJson.Write(FeelJson.Read(stored)));
        }

        Assert.Throws<System.Text.Json.JsonException>(() => FeelJson.Read("[1e400]"));
        Assert.Throws<ArgumentException>(() => FeelJson.Write(Models.Feel("[1..2]")));
    }

    [Fact]
    public void Sorting_gives_a_permutation_in_order_whatever_the_function_answers()
    {
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            FeelList list = FeelList.Of(Enumerable.Range(0, random.Next(40)).Select(_ => (object?)(decimal)random.Next(20)));

            var sorted = (FeelList)Models.Feel("sort(list, function(x, y) x < y)", new { list })!;
            var nonsense = (FeelList)Models.Feel("sort(list, function(x, y) modulo(x * 7 + y * 3, 2) = 0)", new { list })!;

            Assert.Equal(list.Order(), sorted);
            Assert.Equal(list.Order(), nonsense.Order());
        }
    }

    [Fact]
    public void Random_text_is_either_compiled_or_refused_with_a_problem_but_never_breaks_anything()
    {
        string[] pieces = ["(", ")", "[", "]", "{", "}", "..", ",", ":", ".", "\"", "\"a\"", "1", "-", "+", "**", "<", ">=", "=", "in", "if", "then", "else", "for", "x", "return", "some", "satisfies", "function", "@", "not", "and", "or", "between", "instance of", "number", "list<", "?", "/*", "date", " "];
        var random = new Random(4);
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(1, 15)).Select(_ => pieces[random.Next(pieces.Length)]));

            DmnResult result = FeelExpression.Compile(text, "x").Evaluate(new Dictionary<string, object?> { ["x"] = 1 });

            Assert.True(result.Problems.Count >= 0, text);
        }
    }

    private static object? Evaluate(string text, Dictionary<string, object?> facts) => FeelExpression.Compile(text, facts.Keys).Evaluate(facts).Value;

    private static object? Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => Math.Round((decimal)(random.NextDouble() - 0.5) * 1_000_000, random.Next(10)),
        3 => new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => "a\"\\ n\u4e2du"[random.Next(7)])]),
        4 => "",
        5 => FeelList.Of(Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))),
        _ => FeelContext.Of(Enumerable.Range(0, random.Next(4)).Select(n => new KeyValuePair<string, object?>($"k {n}", Value(random, depth - 1)))),
    };
}
