<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>EOEmbed</name>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Go on &amp;labelling: %n cell(s) left</source>
            <translation>
                <numerusform>Go on &amp;labelling: %n cell left</numerusform>
                <numerusform>Go on &amp;labelling: %n cells left</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>{number}: %n chip(s)</source>
            <translation>
                <numerusform>{number}: %n chip</numerusform>
                <numerusform>{number}: %n chips</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>%n clusters</source>
            <translation>
                <numerusform>%n clusters</numerusform>
                <numerusform>%n clusters</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>%n chip(s) of the cluster labelled</source>
            <translation>
                <numerusform>%n chip of the cluster labelled</numerusform>
                <numerusform>%n chips of the cluster labelled</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>; %n label(s) given by hand kept</source>
            <translation>
                <numerusform>; %n label given by hand kept</numerusform>
                <numerusform>; %n labels given by hand kept</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>%n chip(s) selected</source>
            <translation>
                <numerusform>%n chip selected</numerusform>
                <numerusform>%n chips selected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>live map on %n label(s)</source>
            <translation>
                <numerusform>live map on %n label</numerusform>
                <numerusform>live map on %n labels</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>ready to map from %n label(s)</source>
            <translation>
                <numerusform>ready to map from %n label</numerusform>
                <numerusform>ready to map from %n labels</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>%n label(s) have changed since; run it again.</source>
            <translation>
                <numerusform>%n label have changed since; run it again.</numerusform>
                <numerusform>%n labels have changed since; run it again.</numerusform>
            </translation>
        </message>
    </context>
</TS>
