using System.Runtime.InteropServices;

namespace PdmpAnalytics.Dispensing;

/// <content>Prescriptions for animals under the owner's name: in no count of the owner, a subject of VE-01 alone (6.0.1).</content>
public sealed partial class DispensingHistory
{
    private readonly List<Fill> _animalFills = [];

    /// <summary>
    /// Animals' fills that started by <see cref="AsOf"/>, by start day, then content, parts merged. Practices and dispensers are
    /// known by their ids only: the local numbers belong to <see cref="Fills"/>.
    /// </summary>
    public ReadOnlySpan<Fill> AnimalFills => CollectionsMarshal.AsSpan(_animalFills);

    private void FinishAnimals()
    {
        if (_animalFills.Count > 1)
        {
            var kept = FillBuilder.MergeParts(CollectionsMarshal.AsSpan(_animalFills));
            _animalFills.RemoveRange(kept, _animalFills.Count - kept);
            _animalFills.Sort(static (a, b) => Compare(in a, in b));
        }
    }
}
