using System.Numerics;
using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>One input of a table with its regions, and for each region which rules accept it; bit r stands for rule r.</summary>
/// <param name="Name">The input expression.</param>
/// <param name="Regions">Its regions, at least one.</param>
/// <param name="Surely">For each region the rules that accept it.</param>
/// <param name="Perhaps">For each region the rules that accept it if every cell not looked into does.</param>
internal sealed record CheckedColumn(string Name, IReadOnlyList<Region> Regions, BigInteger[] Surely, BigInteger[] Perhaps)
{
    /// <summary>Builds a column from its cells; columns over the same expression are one, and a rule must pass all its cells there.</summary>
    internal static CheckedColumn Build(string name, IReadOnlyList<CellTest[]> rules, CellTest? allowed, string? type)
    {
        List<CellTest> cells = [.. rules.SelectMany(rule => rule), .. allowed is null ? (CellTest[])[] : [allowed]];
        List<object?> constants = [.. cells.SelectMany(cell => cell.Constants)];
        List<Region>? regions = DomainBuilder.Build(constants, cells.Exists(cell => cell.Orders), type);
        bool known = regions is not null;
        var frame = Frame.Root(new Run(DmnLimits.Default, null, null, default), null);
        List<Region> kept = [.. (regions ?? [Region.Named(null, "any value")]).Where(region => !known || allowed is null || allowed.Opaque || allowed.Accepts(frame, region.Sample))];
        var surely = new BigInteger[kept.Count];
        var perhaps = new BigInteger[kept.Count];
        for (int region = 0; region < kept.Count; region++)
        {
            for (int rule = 0; rule < rules.Count; rule++)
            {
                bool accepts = rules[rule].All(cell => cell.Opaque || (!known && cell.Test is not null) || cell.Accepts(frame, kept[region].Sample));
                bool decided = rules[rule].All(cell => !cell.Opaque && (known || cell.Test is null));
                perhaps[region] |= accepts ? BigInteger.One << rule : 0;
                surely[region] |= accepts && decided ? BigInteger.One << rule : 0;
            }
        }

        return new CheckedColumn(name, kept, surely, perhaps);
    }
}
