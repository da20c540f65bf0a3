using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Automations;

/// <summary>The rows of automations and their runs.</summary>
internal sealed class AutomationStore(BusinessTime clock)
{
    /// <summary>Automations a tenant may have.</summary>
    public const int Most = 100;

    internal static readonly Statements Sql = new(typeof(AutomationStore).Assembly, "Automations.automations.sql");

    public Task<IReadOnlyList<Automation>> List(IReader reader) => reader.Many<Automation>(Sql["List"]);

    public Task<IReadOnlyList<Automation>> Running(IReader reader) => reader.Many<Automation>(Sql["Running"]);

    public Task<Automation?> Find(IReader reader, string id) => reader.One<Automation>(Sql["Find"], new { id });

    public async Task<long> Count(IReader reader) => (await reader.One<NumberRow>(Sql["Count"]))?.Number ?? 0;

    /// <summary>Makes it, or changes it into its next version, which is off. The same again changes nothing. True when something changed.</summary>
    public async Task<bool> Save(ITransaction transaction, string id, string name, AutomationDefinition definition)
    {
        var next = new { Id = id, Name = name, Definition = Json.Write(definition), ChangedAt = clock.Now };
        if (await transaction.Execute(Sql["Insert"], next) == 1)
        {
            return true;
        }

        var known = await Find(transaction, id);
        return (known!.Name != next.Name || known.Definition != next.Definition) && await transaction.Execute(Sql["Change"], next) == 1;
    }

    public Task Switch(ITransaction transaction, string id, bool on, string? because)
        => transaction.Execute(Sql["Switch"], new { id, on = on ? 1L : 0L, because });

    public static AutomationDefinition Definition(Automation automation) => Json.Read<AutomationDefinition>(automation.Definition)!;

    public static AutomationView View(Automation automation)
    {
        var definition = Definition(automation);
        return new AutomationView(
            automation.Id, automation.Name, definition.Trigger!, definition.All ?? [], definition.Any ?? [], definition.Steps ?? [],
            automation.Version, automation.IsOn != 0 ? "on" : automation.StoppedBecause is null ? "off" : "stopped", automation.TestedVersion == automation.Version,
            automation.StoppedBecause, Microseconds.ToTime(automation.ChangedAt));
    }
}

internal sealed class NumberRow
{
    public long? Number { get; init; }
}
