using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Tests.Tables;

public sealed class TableKeyTests
{
    [Theory]
    [InlineData("item-1_a.b:c@d", "item-1_a.b:c@d")]
    [InlineData("a/b", "a~002fb")]
    [InlineData("ü~", "~00fc~007e")]
    [InlineData("", "")]
    public void A_part_of_a_key_stays_readable(string text, string part) => TableKey.Part(text).ShouldBe(part);

    [Fact]
    public void Any_text_becomes_a_part_that_every_store_takes() =>
        Prop.ForAll<NonNull<string>>(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var part = TableKey.Part(text.Get);
            TableRules.CheckAddress("table", part, part);
            return part.Length <= 100 && part.All(character => char.IsAscii(character) && character is not ('!' or '/'));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_texts_never_become_one_part() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(),
            (left, right) => left.Get == right.Get || TableKey.Part(left.Get) != TableKey.Part(right.Get)).QuickCheckThrowOnFailure();

    [Fact]
    public void Long_texts_that_begin_alike_stay_apart() =>
        TableKey.Part(new string('x', 200) + "1").ShouldNotBe(TableKey.Part(new string('x', 200) + "2"));
}
