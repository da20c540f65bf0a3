using Spectre.Console;

namespace Patella.Host.Commands;

/// <summary>What commands print: tables and progress bars on a terminal, plain lines anywhere else.</summary>
internal static class Screen
{
    public static bool IsTerminal => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    /// <summary>Runs long work; it reports how many of <paramref name="total"/> parts are done. Off a terminal each tenth of the work is a line.</summary>
    public static async Task<T> Progress<T>(string text, double total, Func<Action<double>, Task<T>> work)
    {
        if (IsTerminal)
        {
            return await AnsiConsole.Progress().HideCompleted(false).StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(text), maxValue: Math.Max(total, 1));
                var result = await work(done => bar.Value = done);
                bar.Value = bar.MaxValue;
                return result;
            });
        }

        var told = 0;
        var value = await work(done =>
        {
            var tenths = total <= 0 ? 10 : (int)(done / total * 10);
            if (tenths > told && tenths < 10)
            {
                told = tenths;
                Console.WriteLine($"{text}: {tenths * 10} %");
            }
        });
        Console.WriteLine($"{text}: done");
        return value;
    }

    /// <summary>A table; off a terminal one line a row with tabs, so that other programs can read it.</summary>
    public static void Table(string[] heads, IEnumerable<string[]> rows)
    {
        if (!IsTerminal)
        {
            foreach (var row in rows)
            {
                Console.WriteLine(string.Join('\t', row));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var head in heads)
        {
            table.AddColumn(head);
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A size for people: 1 kB is 1,000 bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => FormattableString.Invariant($"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => FormattableString.Invariant($"{bytes / 1e6:0.0} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e9:0.00} GB"),
    };
}
