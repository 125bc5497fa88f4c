namespace FunctionsPipeline.Simulator.Faults;

/// <summary>Which requests a kind of fault can befall, and which fields it has in a fault file.</summary>
internal sealed record FaultForm(IReadOnlyList<FaultOperation> Operations, IReadOnlyList<string> Fields)
{
    private static readonly FaultOperation[] Orders =
        [FaultOperation.Submit, FaultOperation.Chat, FaultOperation.Image, FaultOperation.Embedding, FaultOperation.Search, FaultOperation.Speech, FaultOperation.TalkingHead];
    private static readonly FaultOperation[] Questions = [FaultOperation.Poll, FaultOperation.Result];
    private static readonly FaultOperation[] Uploads = [FaultOperation.UploadStart, FaultOperation.UploadChunk, FaultOperation.UploadQuery];
    private static readonly FaultOperation[] Publishing = [.. Uploads, FaultOperation.Publish, FaultOperation.Update, FaultOperation.List];
    private static readonly FaultOperation[] Downloads = [FaultOperation.Download];

    /// <summary>The form of a kind.</summary>
    public static FaultForm Of(FaultKind kind) => kind switch
    {
        FaultKind.RateLimit => new([.. Orders, .. Questions, .. Publishing, FaultOperation.Story], ["retryAfterSeconds"]),
        FaultKind.ErrorBeforeAccept => new([.. Orders, .. Publishing, FaultOperation.Story], ["status"]),
        FaultKind.ErrorAfterAccept => new([.. Orders, .. Publishing], ["status"]),
        FaultKind.ReplyLost => new([.. Orders, .. Publishing], []),
        FaultKind.Hang => new([.. Orders, .. Questions, .. Downloads, FaultOperation.Story], ["accepted", "seconds", "times"]),
        FaultKind.Poll500 => new(Questions, ["status"]),
        FaultKind.Expiry or FaultKind.GenerationFailed => new([FaultOperation.Submit, FaultOperation.TalkingHead], []),
        FaultKind.Moderation => new([FaultOperation.Submit, FaultOperation.Image, FaultOperation.Speech, FaultOperation.TalkingHead], []),
        FaultKind.InvalidJson or FaultKind.ModelRefusal or FaultKind.TruncatedAnswer or FaultKind.UnfitAnswer or FaultKind.BlockedPrompt => new([FaultOperation.Chat], []),
        FaultKind.QuotaExceeded => new([FaultOperation.UploadStart, FaultOperation.Update, FaultOperation.List, FaultOperation.Speech, FaultOperation.TalkingHead], []),
        FaultKind.SessionExpired => new([FaultOperation.UploadChunk, FaultOperation.UploadQuery], []),
        FaultKind.PartialChunk or FaultKind.RangeMissing => new([FaultOperation.UploadChunk], []),
        FaultKind.ProcessingFailed => new([FaultOperation.UploadStart], []),
        FaultKind.OddAnswer => new([FaultOperation.Publish], []),
        FaultKind.BadImage or FaultKind.TruncatedImage or FaultKind.PageImage or FaultKind.EmptyImage => new([FaultOperation.Image], []),
        FaultKind.MissingVector => new([FaultOperation.Embedding], []),
        FaultKind.GarbledSound or FaultKind.SilentSound or FaultKind.EmptySound => new([FaultOperation.Speech], []),
        FaultKind.ShortClip => new([FaultOperation.TalkingHead], []),
        FaultKind.SlowDownload => new(Downloads, ["bytesPerSecond", "times"]),
        FaultKind.TruncatedDownload or FaultKind.TruncatedSilent => new(Downloads, ["part", "times"]),
        FaultKind.OversizedFile => new(Downloads, ["bytes", "declared", "times"]),
        FaultKind.DownloadError => new(Downloads, ["status", "times"]),
        FaultKind.WrongContentType => new([.. Downloads, FaultOperation.Story], ["times"]),
        FaultKind.MissingContentLength or FaultKind.CorruptFile => new(Downloads, ["times"]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
