namespace Patella.Kernel.Matching;

/// <summary>
/// The contacts waiting with one requirement, in order, as a treap threaded through their slots: adding, removing and
/// counting those ahead each take O(log n), and none allocates. Shapes come from a fixed seed, so runs repeat.
/// </summary>
internal sealed class WaitingQueue
{
    private ContactSlot? _root;
    private uint _random = 2_463_534_242;

    internal int Count => _root?.Size ?? 0;

    /// <summary>The earliest age in the queue, which with priorities need not be that of the first.</summary>
    internal long? Oldest => _root?.OldestBelow;

    internal ContactSlot? First { get; private set; }

    internal void Add(ContactSlot contact)
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        contact.Rank = _random;
        contact.Left = contact.Right = null;
        contact.Size = 1;
        contact.OldestBelow = contact.EnqueuedAt;
        Insert(ref _root, contact);
        if (First is null || contact.CompareTo(First) < 0) First = contact;
    }

    internal void Remove(ContactSlot contact)
    {
        if (contact == First) First = After(contact);
        Delete(ref _root, contact);
    }

    /// <summary>The next in order after the given one, which need not be in the queue.</summary>
    internal ContactSlot? After(ContactSlot contact)
    {
        ContactSlot? next = null;
        for (var node = _root; node is not null;)
        {
            if (contact.CompareTo(node) < 0)
            {
                next = node;
                node = node.Left;
            }
            else
            {
                node = node.Right;
            }
        }
        return next;
    }

    /// <summary>How many stand before the given one, which need not be in the queue.</summary>
    internal int CountBefore(ContactSlot contact)
    {
        var count = 0;
        for (var node = _root; node is not null;)
        {
            if (node.CompareTo(contact) < 0)
            {
                count += 1 + (node.Left?.Size ?? 0);
                node = node.Right;
            }
            else
            {
                node = node.Left;
            }
        }
        return count;
    }

    private static void Insert(ref ContactSlot? root, ContactSlot contact)
    {
        if (root is null)
        {
            root = contact;
            return;
        }
        if (contact.Rank > root.Rank)
        {
            Split(root, contact, out contact.Left, out contact.Right);
            root = contact;
        }
        else if (contact.CompareTo(root) < 0)
        {
            Insert(ref root.Left, contact);
        }
        else
        {
            Insert(ref root.Right, contact);
        }
        Recount(root);
    }

    private static void Split(ContactSlot? root, ContactSlot at, out ContactSlot? before, out ContactSlot? after)
    {
        if (root is null)
        {
            before = after = null;
            return;
        }
        if (root.CompareTo(at) < 0)
        {
            before = root;
            Split(root.Right, at, out root.Right, out after);
        }
        else
        {
            after = root;
            Split(root.Left, at, out before, out root.Left);
        }
        Recount(root);
    }

    private static void Delete(ref ContactSlot? root, ContactSlot contact)
    {
        if (root is null) throw new InvalidOperationException("The contact is not in this queue.");
        if (root == contact)
        {
            root = Join(contact.Left, contact.Right);
            contact.Left = contact.Right = null;
            return;
        }
        if (contact.CompareTo(root) < 0) Delete(ref root.Left, contact);
        else Delete(ref root.Right, contact);
        Recount(root);
    }

    private static ContactSlot? Join(ContactSlot? left, ContactSlot? right)
    {
        if (left is null) return right;
        if (right is null) return left;
        if (left.Rank > right.Rank)
        {
            left.Right = Join(left.Right, right);
            Recount(left);
            return left;
        }
        right.Left = Join(left, right.Left);
        Recount(right);
        return right;
    }

    private static void Recount(ContactSlot node)
    {
        var (left, right) = (node.Left, node.Right);
        node.Size = 1 + (left?.Size ?? 0) + (right?.Size ?? 0);
        node.OldestBelow = Math.Min(node.EnqueuedAt, Math.Min(left?.OldestBelow ?? long.MaxValue, right?.OldestBelow ?? long.MaxValue));
    }
}
