namespace Patella.Service.Automations;

/// <summary>
/// Finds automations that can trigger each other in a circle. One leads to another when a step causes the other's event and what is known after the
/// step does not contradict the other's conditions; what is not known is taken as possible, so a circle may be named that never happens, and none is missed
/// among steps that cause events.
/// </summary>
internal static class Chains
{
    internal sealed record Link(string Id, string Name, AutomationDefinition Definition);

    /// <summary>The circles through one automation, each as the names from it back to it; the shortest only.</summary>
    public static IReadOnlyList<string> Through(Link start, IReadOnlyList<Link> all, IReadOnlyDictionary<string, IAutomationStep> steps)
    {
        var others = all.Where(link => link.Id != start.Id).Append(start).ToList();
        var from = new Dictionary<string, Link?> { [start.Id] = null };
        var queue = new Queue<Link>([start]);
        while (queue.TryDequeue(out var link))
        {
            foreach (var next in others.Where(other => Leads(link, other, steps)))
            {
                if (next.Id == start.Id)
                {
                    return [Name(link, from, start)];
                }

                if (from.TryAdd(next.Id, link))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return [];
    }

    private static bool Leads(Link one, Link other, IReadOnlyDictionary<string, IAutomationStep> steps)
        => (one.Definition.Steps ?? []).Any(step => steps[step.Do!].Causes(step.With) is { } effect
            && effect.Event == other.Definition.Trigger!.Event && Conditions.Hold(other.Definition, effect.After) != false);

    private static string Name(Link last, Dictionary<string, Link?> from, Link start)
    {
        var names = new List<string> { start.Name };
        for (Link? link = last; link is not null && link.Id != start.Id; link = from[link.Id])
        {
            names.Insert(0, link.Name);
        }

        return string.Join(" → ", names.Prepend(start.Name));
    }
}
