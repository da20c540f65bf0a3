namespace Patella.Benchmarks.Matching;

/// <summary>What the benchmark does to a dispatcher: contacts of the ring come, are taken at once when offered, and end.</summary>
internal interface IDispatch
{
    int Waiting { get; }

    /// <summary>The contact comes; whoever is offered something takes it, and is written to the ring of the served.</summary>
    void Arrive(int contact, long now, Queue<int> served);

    /// <summary>The contact ends; its agent may be offered another and takes it.</summary>
    void End(int contact, long now, Queue<int> served);
}
