using FunctionsPipeline.Pipelines.Input;
using System.Text;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Tests.VideoBatch.Input;

/// <summary>Runs alone: what other tests allocate would be counted.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryTestsRunAlone
{
    public const string Name = "memory";
}

[Collection(MemoryTestsRunAlone.Name)]
public sealed class PromptMemoryTests
{
    [Fact]
    public async Task A_line_without_end_is_refused_without_being_kept()
    {
        var source = PromptSource.FromStream("stdin", EntryFormat.Text, () => new LongLine(bytes: 300_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = await Should.ThrowAsync<InputException>(async () =>
        {
            await foreach (var _ in new PromptReader(source).ReadAsync())
            {
            }
        });

        refused.Problems[0].Found.ShouldBe("300,000,000 bytes");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }

    [Theory]
    [InlineData("p.txt")]
    [InlineData("p.jsonl")]
    [InlineData("p.json")]
    [InlineData("p.csv")]
    public async Task Memory_does_not_grow_with_the_file(string name)
    {
        // 20 MB of prompts, made while they are read.
        const int Prompts = 20_000;
        var source = PromptSource.FromStream(name, EntryReader.FormatOf(name)!.Value, () => new GeneratedPrompts(name, Prompts));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var (count, most) = (0, 0L);
        await foreach (var _ in new PromptReader(source).ReadAsync())
        {
            if (++count % 5_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        count.ShouldBe(Prompts);
        most.ShouldBeLessThan(8_000_000);
    }

    private sealed class GeneratedPrompts(string name, int prompts) : Stream
    {
        private static readonly string Words = new('x', 1000);
        private readonly byte[] _line = new byte[1100];
        private int _number = -1;
        private int _next;
        private int _length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_next == _length)
            {
                _length = Encoding.UTF8.GetBytes(Line(_number++), _line);
                _next = 0;
            }

            var taken = Math.Min(count, _length - _next);
            _line.AsSpan(_next, taken).CopyTo(buffer.AsSpan(offset));
            _next += taken;
            return taken;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var block = new byte[1100];
            var count = Read(block, 0, Math.Min(block.Length, buffer.Length));
            block.AsSpan(0, count).CopyTo(buffer.Span);
            return ValueTask.FromResult(count);
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private string Line(int number) => (Path.GetExtension(name), number) switch
        {
            (_, var after) when after > prompts => "",
            (".json", -1) => "[",
            (".csv", -1) => "text\n",
            (_, -1) => "\n",
            (".json", var end) when end == prompts => "]",
            (_, var end) when end == prompts => "\n",
            (".json", 0) => $"\"{number} {Words}\"",
            (".json", _) => $",\n\"{number} {Words}\"",
            (".jsonl", _) => $"\"{number} {Words}\"\n",
            _ => $"{number} {Words}\n",
        };
    }

    private sealed class LongLine(long bytes) : Stream
    {
        private long _left = bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var taken = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, taken).Fill((byte)'x');
            _left -= taken;
            return taken;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var taken = (int)Math.Min(buffer.Length, _left);
            buffer.Span[..taken].Fill((byte)'x');
            _left -= taken;
            return ValueTask.FromResult(taken);
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
