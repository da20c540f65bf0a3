using Patella.Kernel.Dmn;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies;

/// <summary>A version of a policy that is or was in force. Immutable.</summary>
/// <param name="Policy">Key of its policy.</param>
/// <param name="Number">From 1; 0 is the built-in table.</param>
/// <param name="Id">Null for the built-in table.</param>
/// <param name="Hash">Of table and words together: what signatures and decisions are bound to.</param>
/// <param name="EffectiveFrom">Business time, UTC microseconds; 0 for the built-in table.</param>
/// <param name="Author">Name of who proposed it; null for the built-in table.</param>
/// <param name="Dmn">The model's text.</param>
public sealed record PolicyVersion(string Policy, long Number, string? Id, string Hash, string Title, long EffectiveFrom, string? Author, string Dmn, PolicyWords Words)
{
    /// <summary>The compiled model: <c>Program.Evaluate(decision, facts)</c>.</summary>
    public DmnProgram Program => Compiled.Program;

    /// <exception cref="Kernel.Dmn.Xml.DmnFormatException">The text is no model; never of a version that was signed.</exception>
    internal PolicyProgram Compiled => Draft ?? PolicyProgram.Of(Dmn, Hash);

    /// <summary>A draft under trial, which is not kept.</summary>
    internal PolicyProgram? Draft { get; init; }
}
