using System.Security.Cryptography;

namespace PdmpAnalytics.Ingestion;

/// <summary>One file on its way into the store: read and written batch by batch, judged whole, then finished or given up.</summary>
internal sealed class FileLoad
{
    private readonly LoadScope _scope;
    private readonly RecordChecks _checks;
    private readonly TransactionRegister _register;
    private readonly FileAccount _account;
    private readonly BatchWriter _writer;
    private SubmissionKind _kind;

    public FileLoad(LoadScope scope, KnownProducts products)
    {
        var receivedOn = DateOnly.FromDateTime(scope.ReceivedAt.UtcDateTime);
        _scope = scope;
        _checks = new RecordChecks(products, scope.Options, receivedOn);
        _register = new TransactionRegister(scope.Db, scope.SubmissionId, scope.Submitter, scope.FileTime, scope.Options.Endpoint);
        _account = new FileAccount(_checks, _register, receivedOn.DayNumber);
        _writer = new BatchWriter(scope, _checks, _register, _account);
    }

    /// <summary>True when nothing of the file may be loaded; known once it is read.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>The highest version id given so far.</summary>
    public long LastVersion => _writer.LastVersion;

    /// <summary>Reads the file to its end, writes its records and judges it.</summary>
    /// <param name="hashBefore">Hash of a first reading, with which this one must agree; null when it is the first.</param>
    /// <returns>SHA-256 of the bytes read.</returns>
    public async Task<byte[]> ReadAsync(
        Stream file, byte[]? hashBefore, IProgress<SubmissionProgress>? progress, CancellationToken cancellationToken)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hashing = new HashingStream(file, sha);
        long? length = file.CanSeek ? file.Length : null;
        using var text = SubmittedStream.Open(hashing);
        using var reader = SubmissionReaders.Open(text, _scope.Options, _scope.ReceivedAt);
        _kind = reader.Kind;
        await new BatchReader(reader, _checks, _scope.Options.BatchSize, () => text.BytesRead).RunAsync(
            async (batch, cancellation) =>
            {
                await _writer.WriteAsync(batch, cancellation);
                progress?.Report(new SubmissionProgress(_account.Counts.Read, batch.BytesRead, length));
            },
            cancellationToken);
        // What a reader leaves behind the end of its text, or after a fault, is part of the file too.
        await hashing.CopyToAsync(Stream.Null, cancellationToken);
        var hash = sha.GetHashAndReset();
        await JudgeAsync(reader, isChanged: hashBefore is not null && !hashBefore.AsSpan().SequenceEqual(hash), cancellationToken);
        return hashBefore ?? hash;
    }

    /// <summary>Writes what can only be written when the whole file is there.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _writer.EndAsync(cancellationToken);

    public SubmissionOutcome Outcome(ReceivedFile received) => new()
    {
        Result = IsRefused ? SubmissionResult.Rejected
            : _scope.Options.Endpoint == IntakeEndpoint.Test ? SubmissionResult.Tested
            : _account.Counts.Rejected > 0 ? SubmissionResult.AcceptedInPart
            : SubmissionResult.Accepted,
        Name = received.Name,
        SubmissionId = IsRefused || _scope.Options.Endpoint == IntakeEndpoint.Test ? null : _scope.SubmissionId,
        Submitter = received.Submitter,
        Kind = _kind,
        ReceivedAt = received.At,
        Transactions = _register.Transactions,
        // A refusal undoes what was written before it showed.
        Counts = IsRefused ? new SubmissionCounts { Read = _account.Counts.Read, Rejected = _account.Counts.Read } : _account.Counts,
        FaultCounts = _account.Faults.Counts,
        Faults =
        [
            .. _account.Faults.OfFile.Select(f => new SubmissionFault(f.Line, f.Detail, f.Code)),
            .. _account.Faults.Listed.Select(f => new SubmissionFault(f.Line, NameOf(f.Field), f.Code)),
        ],
        UnknownProducts = IsRefused ? [] : _writer.UnknownProducts,
        IsOvertaken = _writer.IsOvertaken,
    };

    private async Task JudgeAsync(SubmissionReader reader, bool isChanged, CancellationToken cancellationToken)
    {
        var faults = new List<FileFault>();
        if (reader.Fault is { } fault)
        {
            faults.Add(fault);
        }
        else
        {
            faults.AddRange(await _register.FaultsAsync(cancellationToken));
            if (BatchRule.Refuses(_account.Counts.Read, _account.Failed, _account.Counts.Serious, _scope.Options))
            {
                faults.Add(new FileFault(SubmissionErrorCode.TooManyFaults, 0));
            }
        }

        if (isChanged)
        {
            faults.Add(new FileFault(SubmissionErrorCode.FileChanged, 0));
        }

        if (reader.Fault?.Code == SubmissionErrorCode.FileTruncated)
        {
            // Behind the damage there is noise, and nobody can tell where it begins.
            _account.Faults.Clear();
        }

        _account.Faults.AddNotes(reader);
        faults.ForEach(_account.Faults.Add);
        IsRefused = faults.Count > 0;
        if (IsRefused)
        {
            // Nothing was done, so nothing was skipped as sent before or taken for want of what it revises.
            _account.Faults.Forget(SubmissionErrorCode.Duplicate);
            _account.Faults.Forget(SubmissionErrorCode.TargetNotFound);
        }
    }

    private string NameOf(SubmittedField field) => _kind switch
    {
        SubmissionKind.Csv => field.Column(),
        SubmissionKind.Asap => field.Element(),
    };
}
