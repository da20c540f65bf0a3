using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Tables;

/// <summary>The scope of one input column: a question mark is the column's value, in its slot of the table's frame.</summary>
internal sealed class SubjectScope(EmitScope outer, int slot) : EmitScope(outer)
{
    internal override Evaluator? Resolve(string name, int hops) => name == UnaryTestEmitter.Subject
        ? frame => Up(frame, hops).Slots[slot]
        : Outer!.Resolve(name, hops + 1);
}
