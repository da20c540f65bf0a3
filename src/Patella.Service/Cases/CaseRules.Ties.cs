using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>Ties between cases: links, parents, merges.</summary>
public static partial class CaseRules
{
    public static Outcome<IReadOnlyList<CaseEvent>> Link(CaseState state, CaseState other, string kind)
        => state.Id == other.Id ? Problem.Conflict("link-to-itself", "A case is not linked to itself.")
            : state.Links.Contains(new CaseLink(kind, other.Id)) ? Nothing
            : state.Links.Count >= LinkLimit || other.Links.Count >= LinkLimit ? Problem.Conflict("too-many", $"A case has at most {LinkLimit} links.")
            : Events(new CaseLinked(kind, other.Id));

    public static Outcome<IReadOnlyList<CaseEvent>> Unlink(CaseState state, CaseState other, string kind)
        => state.Links.Contains(new CaseLink(kind, other.Id)) ? Events(new CaseUnlinked(kind, other.Id)) : Nothing;

    /// <param name="above">The wanted parent and its own parents, nearest first.</param>
    public static Outcome<IReadOnlyList<CaseEvent>> SetParent(CaseState state, CaseActor actor, IReadOnlyList<CaseState> above)
    {
        var parent = above.Count > 0 ? above[0].Id : null;
        return Refuse(state, actor) is { } problem ? problem
            : parent == state.Parent ? Nothing
            : above.Any(one => one.Id == state.Id) ? Problem.Conflict("parents-in-circles", "A case cannot stand below itself.")
            : above.Count > 5 ? Problem.Conflict("parents-too-deep", "At most five cases stand above one another.")
            : Events(new CaseParentSet(parent));
    }

    /// <summary>Whether <paramref name="source"/> may go on in <paramref name="target"/>. Both change, or neither.</summary>
    public static Problem? RefuseMerge(CaseState source, CaseState target, CaseActor actor)
        => source.Id == target.Id ? Problem.Conflict("merge-with-itself", "A case is not merged with itself.")
            : source.MergedInto == target.Id ? null
            : target.MergedInto == source.Id ? Problem.Conflict("merge-in-circles", "The other case goes on in this one already. Part them first.")
            : source.MergedInto is not null ? Problem.Conflict("merged", "This case goes on in another one already. Part them first.")
            : target.MergedInto is not null ? Problem.Conflict("target-merged", "The other case goes on in a third one. Merge with that one.")
            : source.Links.Any(link => link.Kind == CaseLinkKind.Merged) ? Problem.Conflict("has-merged", "Another case goes on in this one. Part them first, or merge the other way round.")
            : source.Person != target.Person ? Problem.Conflict("other-person", "Cases of different people are never merged. Link them.")
            : !source.IsOpen || !target.IsOpen ? Problem.Conflict("case-closed", "Only open cases are merged.")
            : MayDecide(source, actor) || actor.Is(source.FirstAgent) ? null
            : NotYours(source);

    /// <summary>What happens to the one that goes on in another.</summary>
    public static IReadOnlyList<CaseEvent> Merge(CaseState source, CaseState target) => source.MergedInto == target.Id ? [] : [new CaseMerged(target.Id)];

    /// <summary>What happens to the one in which it goes on.</summary>
    public static IReadOnlyList<CaseEvent> TakeIn(CaseState target, CaseState source)
        => source.MergedInto == target.Id ? [] : [new CaseTookIn(source.Id, [.. source.Conversations.Except(target.Conversations)])];

    /// <summary>Takes a merge back. The promise the target made stands for both.</summary>
    public static IReadOnlyList<CaseEvent> Part(CaseState source, CaseState target) => [new CaseParted(target.Id, [])];

    /// <summary>The other side of parting: the conversations that came along leave again.</summary>
    public static IReadOnlyList<CaseEvent> LetGo(CaseState target, CaseState source) => [new CaseParted(source.Id, target.TookIn.GetValueOrDefault(source.Id) ?? [])];
}
